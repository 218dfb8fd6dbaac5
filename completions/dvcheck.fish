# Tab completion of dvcheck for fish.
#
# Install: copy this file to ~/.config/fish/completions/dvcheck.fish
#
# Written by completions/generate.py; change that, not this.

set -g __dvcheck_commands 'incident' 'verify-order' 'serve-order' 'standby' 'walk' 'outstanding' 'show' 'explain' 'done' 'amend' 'note' 'close' 'purge' 'cases' 'report' 'assess' 'policy' 'contacts' 'demo' 'config' 'pack' 'pack validate' 'pack coverage' 'pack test' 'pack build' 'pack install' 'pack list' 'pack use' 'pack remove' 'journal' 'journal verify' 'journal backup' 'journal restore' 'journal export' 'journal encrypt' 'journal decrypt' 'journal rekey' 'shift' 'shift start' 'shift extend' 'shift status' 'shift end' 'case' 'case repack'
set -g __dvcheck_takes 'incident --number' 'incident --answers' 'incident --shift-ends' 'incident --format' 'incident --pack' 'incident --home' 'verify-order --number' 'verify-order --answers' 'verify-order --shift-ends' 'verify-order --format' 'verify-order --pack' 'verify-order --home' 'serve-order --number' 'serve-order --answers' 'serve-order --shift-ends' 'serve-order --format' 'serve-order --pack' 'serve-order --home' 'standby --number' 'standby --answers' 'standby --shift-ends' 'standby --format' 'standby --pack' 'standby --home' 'walk --number' 'walk --answers' 'walk --shift-ends' 'walk --format' 'walk --pack' 'walk --home' 'outstanding --format' 'outstanding --pack' 'outstanding --home' 'show --format' 'show --pack' 'show --home' 'explain --format' 'explain --pack' 'explain --home' 'done --reason' 'done --format' 'done --pack' 'done --home' 'amend --number' 'amend --rename' 'amend --pack' 'amend --home' 'note --pack' 'note --home' 'close --reason' 'close --pack' 'close --home' 'purge --older-than' 'purge --home' 'cases --format' 'cases --pack' 'cases --home' 'report --format' 'report --form' 'report -o' 'report --output' 'report --pack' 'report --home' 'assess --receipt' 'assess --batch' 'assess --jobs' 'assess --checklist' 'assess --format' 'assess -o' 'assess --output' 'assess --pack' 'assess --home' 'policy --format' 'policy --pack' 'contacts --format' 'contacts -o' 'contacts --output' 'contacts --pack' 'demo --speed' 'demo --pack' 'config --format' 'config --pack' 'config --home' 'pack validate --format' 'pack validate --pack' 'pack coverage --format' 'pack coverage --pack' 'pack test --format' 'pack test --pack' 'pack build -o' 'pack build --output' 'pack build --pack' 'pack build --home' 'pack install --home' 'pack list --format' 'pack list --pack' 'pack list --home' 'pack use --home' 'pack remove --home' 'journal verify --head' 'journal verify --format' 'journal verify --home' 'journal backup --passphrase-file' 'journal backup --home' 'journal restore --passphrase-file' 'journal restore --home' 'journal export -o' 'journal export --output' 'journal export --home' 'journal encrypt --passphrase-file' 'journal encrypt --home' 'journal decrypt --passphrase-file' 'journal decrypt --home' 'journal rekey --passphrase-file' 'journal rekey --new-passphrase-file' 'journal rekey --home' 'shift start --ends' 'shift start --began' 'shift start --officer' 'shift start --pack' 'shift start --home' 'shift extend --ends' 'shift extend --pack' 'shift extend --home' 'shift status --format' 'shift status --pack' 'shift status --home' 'shift end --format' 'shift end --pack' 'shift end --home' 'case repack --format' 'case repack --pack' 'case repack --home'

# Prints the place of the next argument, 1 or more, whether `--` was given, and the command.
function __dvcheck_scan
    set -l path
    set -l place 1
    set -l plain 0
    set -l skip 0
    set -l words (commandline -opc)
    set -e words[1]
    for word in $words
        if test $skip -eq 1
            set skip 0
        else if test $plain -eq 0; and test "$word" = --
            set plain 1
        else if test $plain -eq 0; and string match -q -- '-*' "$word"
            contains -- (string join ' ' -- $path "$word") $__dvcheck_takes
            and set skip 1
        else if test $place -eq 1; and contains -- (string join ' ' -- $path "$word") $__dvcheck_commands
            set -a path "$word"
        else
            set place (math $place + 1)
        end
    end
    printf '%s\n' $place $plain "$path"
end

# Whether an option of the command in the arguments may stand here.
function __dvcheck_option
    set -l at (__dvcheck_scan)
    test "$at[2]" -eq 0; and test "$at[3]" = "$argv"
end

# Whether argument $argv[1] (`2-`: the second or a later one) of the command in the others stands here.
function __dvcheck_argument
    set -l at (__dvcheck_scan)
    test "$at[3]" = "$argv[2..]"; or return 1
    switch $argv[1]
        case '*-'
            test "$at[1]" -ge (string trim -c - -- $argv[1])
        case '*'
            test "$at[1]" -eq $argv[1]
    end
end

# Prints the folder of the installed packs, as dvcheck finds it where --home does not name another.
function __dvcheck_folder_of_packs
    set -l homes $DVCHECK_HOME
    if test -z "$homes"
        set homes ~/.local/share/dvcheck "$HOME/Library/Application Support/dvcheck"
        test -n "$XDG_DATA_HOME"; and set homes $XDG_DATA_HOME/dvcheck $homes[2]
    end
    for home in $homes
        test -d "$home/installed-packs"; and printf '%s\n' "$home/installed-packs"; and return
    end
end

# Prints these checklists and those of the installed packs.
function __dvcheck_checklists
    set -l names $argv
    set -l file (__dvcheck_folder_of_packs)/checklists
    if test -f "$file"
        while read -l name
            string match -qr '^[a-z][a-z0-9-]*$' -- "$name"; and not contains -- "$name" $names
            and set -a names "$name"
        end < "$file"
    end
    printf '%s\n' $names
end

# Prints these packs and the installed ones, by their names.
function __dvcheck_installed
    for name in $argv
        printf '%s\n' $name
    end
    for file in (__dvcheck_folder_of_packs)/*.dvpack
        string match -r '[^/]*(?=\.dvpack$)' -- "$file"
    end
end

# Prints the installed packs, and what may be a pack by its path.
function __dvcheck_packs
    __dvcheck_installed
    __fish_complete_directories
    for file in (commandline -ct)*.dvpack
        printf '%s\n' "$file"
    end
end

complete -c dvcheck -e
complete -c dvcheck -f

# dvcheck
complete -c dvcheck -n '__dvcheck_argument 1' -a incident -d 'Walk a domestic-violence call from arrival to reporting, and see what is owed.'
complete -c dvcheck -n '__dvcheck_argument 1' -a verify-order -d 'Verify a protection order: the databases, the copy, service, terms, firearms, violation.'
complete -c dvcheck -n '__dvcheck_argument 1' -a serve-order -d 'Serve a protection order: who may, the papers, proof of service and reports.'
complete -c dvcheck -n '__dvcheck_argument 1' -a standby -d 'Civil standby: the steps in their order, and the 20 minutes as a clock on the screen.'
complete -c dvcheck -n '__dvcheck_argument 1' -a walk -d 'Walk any checklist of the pack by its name; without one, say which there are.'
complete -c dvcheck -n '__dvcheck_argument 1' -a outstanding -d 'Every open required obligation over all open cases, nearest deadline first.'
complete -c dvcheck -n '__dvcheck_argument 1' -a show -d 'One case whole: its answers, what is owed and what is done.'
complete -c dvcheck -n '__dvcheck_argument 1' -a explain -d 'Why an obligation stands, or what would decide it.'
complete -c dvcheck -n '__dvcheck_argument 1' -a done -d 'Mark obligations of a case done, or not feasible, or open again.'
complete -c dvcheck -n '__dvcheck_argument 1' -a amend -d 'Change an answer of a case, or its number: see what would appear and go before it is recorded.'
complete -c dvcheck -n '__dvcheck_argument 1' -a note -d 'Add a free note to a case, with the time.'
complete -c dvcheck -n '__dvcheck_argument 1' -a close -d 'Close a case: it leaves the lists, and can be opened again.'
complete -c dvcheck -n '__dvcheck_argument 1' -a purge -d 'Take out of the journal for good what cases say that were closed long ago.'
complete -c dvcheck -n '__dvcheck_argument 1' -a cases -d 'The cases, newest first.'
complete -c dvcheck -n '__dvcheck_argument 1' -a report -d 'The worksheet of a case, to write the report from.'
complete -c dvcheck -n '__dvcheck_argument 1' -a assess -d 'Answers from a file in, the assessment out; or a receipt worked out again. Nothing is recorded.'
complete -c dvcheck -n '__dvcheck_argument 1' -a policy -d 'The policy in our words: each section, its words, what cites it, and where it is unclear.'
complete -c dvcheck -n '__dvcheck_argument 1' -a contacts -d 'Whom to call, for what, and how old the number is; or a card of numbers for a survivor.'
complete -c dvcheck -n '__dvcheck_argument 1' -a demo -d 'A scenario plays itself with the real prompts, for a class. Nothing of it is kept.'
complete -c dvcheck -n '__dvcheck_argument 1' -a config -d 'The settings, each with where it comes from, and the file they may stand in.'
complete -c dvcheck -n '__dvcheck_argument 1' -a pack -d 'Checklists: check, build, install and choose them.'
complete -c dvcheck -n '__dvcheck_argument 1' -a journal -d 'The record itself.'
complete -c dvcheck -n '__dvcheck_argument 1' -a shift -d 'The shift, whose end is a deadline.'
complete -c dvcheck -n '__dvcheck_argument 1' -a case -d 'One case and its checklists.'
complete -c dvcheck -n '__dvcheck_option' -l version -d 'Print the version.'
complete -c dvcheck -n '__dvcheck_option' -l plain -d 'Without a command: how everything stands, in sentences.'
complete -c dvcheck -n '__dvcheck_option' -l help -d 'Show this message and exit.'

# dvcheck incident
complete -c dvcheck -n '__dvcheck_option incident' -l number -r -f -d 'The case number of a new case.'
complete -c dvcheck -n '__dvcheck_option incident' -l new -d 'Start a new case without asking which.'
complete -c dvcheck -n '__dvcheck_option incident' -l answers -r -f -k -a '(__fish_complete_suffix .yaml)' -d 'Take answers from a YAML file (- is standard input), then ask what is left.'
complete -c dvcheck -n '__dvcheck_option incident' -l shift-ends -r -f -d 'When your shift ends: the next such time.'
complete -c dvcheck -n '__dvcheck_option incident' -l format -r -f -a 'text json' -d 'How the result is printed.'
complete -c dvcheck -n '__dvcheck_option incident' -l include-sensitive -d 'Also answers that the checklists mark as sensitive.'
complete -c dvcheck -n '__dvcheck_option incident' -l no-sensitive -d 'Ask for nothing sensitive, and record no such answer.'
complete -c dvcheck -n '__dvcheck_option incident' -l plain -d 'Line by line, without terminal control: for screen readers and pipes.'
complete -c dvcheck -n '__dvcheck_option incident' -l quiet -d 'No bell when time runs out on a clock.'
complete -c dvcheck -n '__dvcheck_option incident' -l no-color -d 'No colour (also where NO_COLOR is set).'
complete -c dvcheck -n '__dvcheck_option incident' -l pack -r -f -a '(__dvcheck_packs)' -d 'Another pack of checklists: an installed one by its name, a folder or a file.'
complete -c dvcheck -n '__dvcheck_option incident' -l home -r -f -a '(__fish_complete_directories)' -d 'Where the journal is kept.'
complete -c dvcheck -n '__dvcheck_option incident' -l help -d 'Show this message and exit.'

# dvcheck verify-order
complete -c dvcheck -n '__dvcheck_option verify-order' -l number -r -f -d 'The case number of a new case.'
complete -c dvcheck -n '__dvcheck_option verify-order' -l new -d 'Start a new case without asking which.'
complete -c dvcheck -n '__dvcheck_option verify-order' -l answers -r -f -k -a '(__fish_complete_suffix .yaml)' -d 'Take answers from a YAML file (- is standard input), then ask what is left.'
complete -c dvcheck -n '__dvcheck_option verify-order' -l shift-ends -r -f -d 'When your shift ends: the next such time.'
complete -c dvcheck -n '__dvcheck_option verify-order' -l format -r -f -a 'text json' -d 'How the result is printed.'
complete -c dvcheck -n '__dvcheck_option verify-order' -l include-sensitive -d 'Also answers that the checklists mark as sensitive.'
complete -c dvcheck -n '__dvcheck_option verify-order' -l no-sensitive -d 'Ask for nothing sensitive, and record no such answer.'
complete -c dvcheck -n '__dvcheck_option verify-order' -l plain -d 'Line by line, without terminal control: for screen readers and pipes.'
complete -c dvcheck -n '__dvcheck_option verify-order' -l quiet -d 'No bell when time runs out on a clock.'
complete -c dvcheck -n '__dvcheck_option verify-order' -l no-color -d 'No colour (also where NO_COLOR is set).'
complete -c dvcheck -n '__dvcheck_option verify-order' -l pack -r -f -a '(__dvcheck_packs)' -d 'Another pack of checklists: an installed one by its name, a folder or a file.'
complete -c dvcheck -n '__dvcheck_option verify-order' -l home -r -f -a '(__fish_complete_directories)' -d 'Where the journal is kept.'
complete -c dvcheck -n '__dvcheck_option verify-order' -l help -d 'Show this message and exit.'

# dvcheck serve-order
complete -c dvcheck -n '__dvcheck_option serve-order' -l number -r -f -d 'The case number of a new case.'
complete -c dvcheck -n '__dvcheck_option serve-order' -l new -d 'Start a new case without asking which.'
complete -c dvcheck -n '__dvcheck_option serve-order' -l answers -r -f -k -a '(__fish_complete_suffix .yaml)' -d 'Take answers from a YAML file (- is standard input), then ask what is left.'
complete -c dvcheck -n '__dvcheck_option serve-order' -l shift-ends -r -f -d 'When your shift ends: the next such time.'
complete -c dvcheck -n '__dvcheck_option serve-order' -l format -r -f -a 'text json' -d 'How the result is printed.'
complete -c dvcheck -n '__dvcheck_option serve-order' -l include-sensitive -d 'Also answers that the checklists mark as sensitive.'
complete -c dvcheck -n '__dvcheck_option serve-order' -l no-sensitive -d 'Ask for nothing sensitive, and record no such answer.'
complete -c dvcheck -n '__dvcheck_option serve-order' -l plain -d 'Line by line, without terminal control: for screen readers and pipes.'
complete -c dvcheck -n '__dvcheck_option serve-order' -l quiet -d 'No bell when time runs out on a clock.'
complete -c dvcheck -n '__dvcheck_option serve-order' -l no-color -d 'No colour (also where NO_COLOR is set).'
complete -c dvcheck -n '__dvcheck_option serve-order' -l pack -r -f -a '(__dvcheck_packs)' -d 'Another pack of checklists: an installed one by its name, a folder or a file.'
complete -c dvcheck -n '__dvcheck_option serve-order' -l home -r -f -a '(__fish_complete_directories)' -d 'Where the journal is kept.'
complete -c dvcheck -n '__dvcheck_option serve-order' -l help -d 'Show this message and exit.'

# dvcheck standby
complete -c dvcheck -n '__dvcheck_option standby' -l number -r -f -d 'The case number of a new case.'
complete -c dvcheck -n '__dvcheck_option standby' -l new -d 'Start a new case without asking which.'
complete -c dvcheck -n '__dvcheck_option standby' -l answers -r -f -k -a '(__fish_complete_suffix .yaml)' -d 'Take answers from a YAML file (- is standard input), then ask what is left.'
complete -c dvcheck -n '__dvcheck_option standby' -l shift-ends -r -f -d 'When your shift ends: the next such time.'
complete -c dvcheck -n '__dvcheck_option standby' -l format -r -f -a 'text json' -d 'How the result is printed.'
complete -c dvcheck -n '__dvcheck_option standby' -l include-sensitive -d 'Also answers that the checklists mark as sensitive.'
complete -c dvcheck -n '__dvcheck_option standby' -l no-sensitive -d 'Ask for nothing sensitive, and record no such answer.'
complete -c dvcheck -n '__dvcheck_option standby' -l plain -d 'Line by line, without terminal control: for screen readers and pipes.'
complete -c dvcheck -n '__dvcheck_option standby' -l quiet -d 'No bell when time runs out on a clock.'
complete -c dvcheck -n '__dvcheck_option standby' -l no-color -d 'No colour (also where NO_COLOR is set).'
complete -c dvcheck -n '__dvcheck_option standby' -l pack -r -f -a '(__dvcheck_packs)' -d 'Another pack of checklists: an installed one by its name, a folder or a file.'
complete -c dvcheck -n '__dvcheck_option standby' -l home -r -f -a '(__fish_complete_directories)' -d 'Where the journal is kept.'
complete -c dvcheck -n '__dvcheck_option standby' -l help -d 'Show this message and exit.'

# dvcheck walk
complete -c dvcheck -n '__dvcheck_option walk' -l number -r -f -d 'The case number of a new case.'
complete -c dvcheck -n '__dvcheck_option walk' -l new -d 'Start a new case without asking which.'
complete -c dvcheck -n '__dvcheck_option walk' -l answers -r -f -k -a '(__fish_complete_suffix .yaml)' -d 'Take answers from a YAML file (- is standard input), then ask what is left.'
complete -c dvcheck -n '__dvcheck_option walk' -l shift-ends -r -f -d 'When your shift ends: the next such time.'
complete -c dvcheck -n '__dvcheck_option walk' -l format -r -f -a 'text json' -d 'How the result is printed.'
complete -c dvcheck -n '__dvcheck_option walk' -l include-sensitive -d 'Also answers that the checklists mark as sensitive.'
complete -c dvcheck -n '__dvcheck_option walk' -l no-sensitive -d 'Ask for nothing sensitive, and record no such answer.'
complete -c dvcheck -n '__dvcheck_option walk' -l plain -d 'Line by line, without terminal control: for screen readers and pipes.'
complete -c dvcheck -n '__dvcheck_option walk' -l quiet -d 'No bell when time runs out on a clock.'
complete -c dvcheck -n '__dvcheck_option walk' -l no-color -d 'No colour (also where NO_COLOR is set).'
complete -c dvcheck -n '__dvcheck_option walk' -l pack -r -f -a '(__dvcheck_packs)' -d 'Another pack of checklists: an installed one by its name, a folder or a file.'
complete -c dvcheck -n '__dvcheck_option walk' -l home -r -f -a '(__fish_complete_directories)' -d 'Where the journal is kept.'
complete -c dvcheck -n '__dvcheck_option walk' -l help -d 'Show this message and exit.'
complete -c dvcheck -n '__dvcheck_argument 1 walk' -f -a '(__dvcheck_checklists came-up children evidence incident order order-type papers parties proof-of-service receipt reporting serve-order served standby verify-order)'

# dvcheck outstanding
complete -c dvcheck -n '__dvcheck_option outstanding' -l check -d 'Exit with 1 if a required one is open.'
complete -c dvcheck -n '__dvcheck_option outstanding' -l watch -d 'Keep it on the screen, drawn anew each minute; q leaves.'
complete -c dvcheck -n '__dvcheck_option outstanding' -l why -d 'In full: the whole text, whom to call, what raised it, readings.'
complete -c dvcheck -n '__dvcheck_option outstanding' -l format -r -f -a 'text json' -d 'How the result is printed.'
complete -c dvcheck -n '__dvcheck_option outstanding' -l plain -d 'Line by line, without terminal control: for screen readers and pipes.'
complete -c dvcheck -n '__dvcheck_option outstanding' -l no-color -d 'No colour (also where NO_COLOR is set).'
complete -c dvcheck -n '__dvcheck_option outstanding' -l pack -r -f -a '(__dvcheck_packs)' -d 'Another pack of checklists: an installed one by its name, a folder or a file.'
complete -c dvcheck -n '__dvcheck_option outstanding' -l home -r -f -a '(__fish_complete_directories)' -d 'Where the journal is kept.'
complete -c dvcheck -n '__dvcheck_option outstanding' -l help -d 'Show this message and exit.'

# dvcheck show
complete -c dvcheck -n '__dvcheck_option show' -l all -d 'Also obligations that do not arise.'
complete -c dvcheck -n '__dvcheck_option show' -l include-sensitive -d 'Also answers that the checklists mark as sensitive.'
complete -c dvcheck -n '__dvcheck_option show' -l why -d 'In full: the whole text, whom to call, what raised it, readings.'
complete -c dvcheck -n '__dvcheck_option show' -l format -r -f -a 'text json' -d 'How the result is printed.'
complete -c dvcheck -n '__dvcheck_option show' -l plain -d 'Line by line, without terminal control: for screen readers and pipes.'
complete -c dvcheck -n '__dvcheck_option show' -l no-color -d 'No colour (also where NO_COLOR is set).'
complete -c dvcheck -n '__dvcheck_option show' -l pack -r -f -a '(__dvcheck_packs)' -d 'Another pack of checklists: an installed one by its name, a folder or a file.'
complete -c dvcheck -n '__dvcheck_option show' -l home -r -f -a '(__fish_complete_directories)' -d 'Where the journal is kept.'
complete -c dvcheck -n '__dvcheck_option show' -l help -d 'Show this message and exit.'

# dvcheck explain
complete -c dvcheck -n '__dvcheck_option explain' -l include-sensitive -d 'Also answers that the checklists mark as sensitive.'
complete -c dvcheck -n '__dvcheck_option explain' -l format -r -f -a 'text json' -d 'How the result is printed.'
complete -c dvcheck -n '__dvcheck_option explain' -l plain -d 'Line by line, without terminal control: for screen readers and pipes.'
complete -c dvcheck -n '__dvcheck_option explain' -l no-color -d 'No colour (also where NO_COLOR is set).'
complete -c dvcheck -n '__dvcheck_option explain' -l pack -r -f -a '(__dvcheck_packs)' -d 'Another pack of checklists: an installed one by its name, a folder or a file.'
complete -c dvcheck -n '__dvcheck_option explain' -l home -r -f -a '(__fish_complete_directories)' -d 'Where the journal is kept.'
complete -c dvcheck -n '__dvcheck_option explain' -l help -d 'Show this message and exit.'

# dvcheck done
complete -c dvcheck -n '__dvcheck_option done' -l not-feasible -d 'Not feasible, where the policy allows for it.'
complete -c dvcheck -n '__dvcheck_option done' -l reason -r -f -d 'Why it was not feasible.'
complete -c dvcheck -n '__dvcheck_option done' -l reopen -d 'Take an earlier mark back.'
complete -c dvcheck -n '__dvcheck_option done' -l format -r -f -a 'text json' -d 'How the result is printed.'
complete -c dvcheck -n '__dvcheck_option done' -l plain -d 'Line by line, without terminal control: for screen readers and pipes.'
complete -c dvcheck -n '__dvcheck_option done' -l no-color -d 'No colour (also where NO_COLOR is set).'
complete -c dvcheck -n '__dvcheck_option done' -l pack -r -f -a '(__dvcheck_packs)' -d 'Another pack of checklists: an installed one by its name, a folder or a file.'
complete -c dvcheck -n '__dvcheck_option done' -l home -r -f -a '(__fish_complete_directories)' -d 'Where the journal is kept.'
complete -c dvcheck -n '__dvcheck_option done' -l help -d 'Show this message and exit.'

# dvcheck amend
complete -c dvcheck -n '__dvcheck_option amend' -l number -r -f -d 'The case number, put right.'
complete -c dvcheck -n '__dvcheck_option amend' -l rename -r -f -d 'Another name for an entry of the list QUESTION.'
complete -c dvcheck -n '__dvcheck_option amend' -l plain -d 'Line by line, without terminal control: for screen readers and pipes.'
complete -c dvcheck -n '__dvcheck_option amend' -l no-color -d 'No colour (also where NO_COLOR is set).'
complete -c dvcheck -n '__dvcheck_option amend' -l pack -r -f -a '(__dvcheck_packs)' -d 'Another pack of checklists: an installed one by its name, a folder or a file.'
complete -c dvcheck -n '__dvcheck_option amend' -l home -r -f -a '(__fish_complete_directories)' -d 'Where the journal is kept.'
complete -c dvcheck -n '__dvcheck_option amend' -l help -d 'Show this message and exit.'

# dvcheck note
complete -c dvcheck -n '__dvcheck_option note' -l plain -d 'Line by line, without terminal control: for screen readers and pipes.'
complete -c dvcheck -n '__dvcheck_option note' -l no-color -d 'No colour (also where NO_COLOR is set).'
complete -c dvcheck -n '__dvcheck_option note' -l pack -r -f -a '(__dvcheck_packs)' -d 'Another pack of checklists: an installed one by its name, a folder or a file.'
complete -c dvcheck -n '__dvcheck_option note' -l home -r -f -a '(__fish_complete_directories)' -d 'Where the journal is kept.'
complete -c dvcheck -n '__dvcheck_option note' -l help -d 'Show this message and exit.'

# dvcheck close
complete -c dvcheck -n '__dvcheck_option close' -l reason -r -f -d 'Why, where something required is open.'
complete -c dvcheck -n '__dvcheck_option close' -l reopen -d 'Open a closed case again.'
complete -c dvcheck -n '__dvcheck_option close' -l plain -d 'Line by line, without terminal control: for screen readers and pipes.'
complete -c dvcheck -n '__dvcheck_option close' -l no-color -d 'No colour (also where NO_COLOR is set).'
complete -c dvcheck -n '__dvcheck_option close' -l pack -r -f -a '(__dvcheck_packs)' -d 'Another pack of checklists: an installed one by its name, a folder or a file.'
complete -c dvcheck -n '__dvcheck_option close' -l home -r -f -a '(__fish_complete_directories)' -d 'Where the journal is kept.'
complete -c dvcheck -n '__dvcheck_option close' -l help -d 'Show this message and exit.'

# dvcheck purge
complete -c dvcheck -n '__dvcheck_option purge' -l older-than -r -f -d 'Only cases closed more than this many days ago.'
complete -c dvcheck -n '__dvcheck_option purge' -l yes -d 'Do not ask.'
complete -c dvcheck -n '__dvcheck_option purge' -l plain -d 'Line by line, without terminal control: for screen readers and pipes.'
complete -c dvcheck -n '__dvcheck_option purge' -l no-color -d 'No colour (also where NO_COLOR is set).'
complete -c dvcheck -n '__dvcheck_option purge' -l home -r -f -a '(__fish_complete_directories)' -d 'Where the journal is kept.'
complete -c dvcheck -n '__dvcheck_option purge' -l help -d 'Show this message and exit.'

# dvcheck cases
complete -c dvcheck -n '__dvcheck_option cases' -l closed -d 'Also the closed ones: the newest 50.'
complete -c dvcheck -n '__dvcheck_option cases' -l all -d 'With --closed: every one. JSON always has every one.'
complete -c dvcheck -n '__dvcheck_option cases' -l format -r -f -a 'text json' -d 'How the result is printed.'
complete -c dvcheck -n '__dvcheck_option cases' -l plain -d 'Line by line, without terminal control: for screen readers and pipes.'
complete -c dvcheck -n '__dvcheck_option cases' -l no-color -d 'No colour (also where NO_COLOR is set).'
complete -c dvcheck -n '__dvcheck_option cases' -l pack -r -f -a '(__dvcheck_packs)' -d 'Another pack of checklists: an installed one by its name, a folder or a file.'
complete -c dvcheck -n '__dvcheck_option cases' -l home -r -f -a '(__fish_complete_directories)' -d 'Where the journal is kept.'
complete -c dvcheck -n '__dvcheck_option cases' -l help -d 'Show this message and exit.'

# dvcheck report
complete -c dvcheck -n '__dvcheck_option report' -l format -r -f -a 'markdown html pdf json' -d 'What it is written as.'
complete -c dvcheck -n '__dvcheck_option report' -l form -r -f -d 'A form of the checklists, filled from the case.'
complete -c dvcheck -n '__dvcheck_option report' -s o -l output -r -F -d 'Write it to a file, whole or not at all; - is standard output.'
complete -c dvcheck -n '__dvcheck_option report' -l include-sensitive -d 'Also answers that the checklists mark as sensitive.'
complete -c dvcheck -n '__dvcheck_option report' -l pack -r -f -a '(__dvcheck_packs)' -d 'Another pack of checklists: an installed one by its name, a folder or a file.'
complete -c dvcheck -n '__dvcheck_option report' -l home -r -f -a '(__fish_complete_directories)' -d 'Where the journal is kept.'
complete -c dvcheck -n '__dvcheck_option report' -l help -d 'Show this message and exit.'

# dvcheck assess
complete -c dvcheck -n '__dvcheck_option assess' -l receipt -r -F -d 'Work a report\'s JSON out again: exits with 1 if it differs.'
complete -c dvcheck -n '__dvcheck_option assess' -l batch -r -F -d 'Assess many cases, a line of JSON each (- is standard input); exits with 1 on a bad line.'
complete -c dvcheck -n '__dvcheck_option assess' -l jobs -r -f -d 'Processes that do a batch.'
complete -c dvcheck -n '__dvcheck_option assess' -l checklist -r -f -a '(__dvcheck_checklists came-up children evidence incident order order-type papers parties proof-of-service receipt reporting serve-order served standby verify-order)' -d 'The checklist the answers belong to.'
complete -c dvcheck -n '__dvcheck_option assess' -l all -d 'Also obligations that do not arise.'
complete -c dvcheck -n '__dvcheck_option assess' -l include-sensitive -d 'Also answers that the checklists mark as sensitive.'
complete -c dvcheck -n '__dvcheck_option assess' -l format -r -f -a 'text json' -d 'How the result is printed.'
complete -c dvcheck -n '__dvcheck_option assess' -s o -l output -r -F -d 'Write it to a file, whole or not at all; - is standard output.'
complete -c dvcheck -n '__dvcheck_option assess' -l plain -d 'Line by line, without terminal control: for screen readers and pipes.'
complete -c dvcheck -n '__dvcheck_option assess' -l no-color -d 'No colour (also where NO_COLOR is set).'
complete -c dvcheck -n '__dvcheck_option assess' -l pack -r -f -a '(__dvcheck_packs)' -d 'Another pack of checklists: an installed one by its name, a folder or a file.'
complete -c dvcheck -n '__dvcheck_option assess' -l home -r -f -a '(__fish_complete_directories)' -d 'Where the journal is kept.'
complete -c dvcheck -n '__dvcheck_option assess' -l help -d 'Show this message and exit.'
complete -c dvcheck -n '__dvcheck_argument 1 assess' -f -k -a '(__fish_complete_suffix .yaml)'

# dvcheck policy
complete -c dvcheck -n '__dvcheck_option policy' -l format -r -f -a 'text json' -d 'How the result is printed.'
complete -c dvcheck -n '__dvcheck_option policy' -l plain -d 'Line by line, without terminal control: for screen readers and pipes.'
complete -c dvcheck -n '__dvcheck_option policy' -l no-color -d 'No colour (also where NO_COLOR is set).'
complete -c dvcheck -n '__dvcheck_option policy' -l pack -r -f -a '(__dvcheck_packs)' -d 'Another pack of checklists: an installed one by its name, a folder or a file.'
complete -c dvcheck -n '__dvcheck_option policy' -l help -d 'Show this message and exit.'

# dvcheck contacts
complete -c dvcheck -n '__dvcheck_option contacts' -l card -d 'A one-page card of public numbers for a survivor.'
complete -c dvcheck -n '__dvcheck_option contacts' -l format -r -f -a 'text json markdown html pdf' -d 'The list as text or json; the card as markdown, html or pdf.'
complete -c dvcheck -n '__dvcheck_option contacts' -s o -l output -r -F -d 'Write it to a file, whole or not at all; - is standard output.'
complete -c dvcheck -n '__dvcheck_option contacts' -l plain -d 'Line by line, without terminal control: for screen readers and pipes.'
complete -c dvcheck -n '__dvcheck_option contacts' -l no-color -d 'No colour (also where NO_COLOR is set).'
complete -c dvcheck -n '__dvcheck_option contacts' -l pack -r -f -a '(__dvcheck_packs)' -d 'Another pack of checklists: an installed one by its name, a folder or a file.'
complete -c dvcheck -n '__dvcheck_option contacts' -l help -d 'Show this message and exit.'

# dvcheck demo
complete -c dvcheck -n '__dvcheck_option demo' -l speed -r -f -d '2 plays twice as fast, 0.5 half as fast.'
complete -c dvcheck -n '__dvcheck_option demo' -l step -d 'Give each answer with a key.'
complete -c dvcheck -n '__dvcheck_option demo' -l plain -d 'Line by line, without terminal control: for screen readers and pipes.'
complete -c dvcheck -n '__dvcheck_option demo' -l no-color -d 'No colour (also where NO_COLOR is set).'
complete -c dvcheck -n '__dvcheck_option demo' -l pack -r -f -a '(__dvcheck_packs)' -d 'Another pack of checklists: an installed one by its name, a folder or a file.'
complete -c dvcheck -n '__dvcheck_option demo' -l help -d 'Show this message and exit.'

# dvcheck config
complete -c dvcheck -n '__dvcheck_option config' -l format -r -f -a 'text json' -d 'How the result is printed.'
complete -c dvcheck -n '__dvcheck_option config' -l plain -d 'Line by line, without terminal control: for screen readers and pipes.'
complete -c dvcheck -n '__dvcheck_option config' -l no-color -d 'No colour (also where NO_COLOR is set).'
complete -c dvcheck -n '__dvcheck_option config' -l pack -r -f -a '(__dvcheck_packs)' -d 'Another pack of checklists: an installed one by its name, a folder or a file.'
complete -c dvcheck -n '__dvcheck_option config' -l home -r -f -a '(__fish_complete_directories)' -d 'Where the journal is kept.'
complete -c dvcheck -n '__dvcheck_option config' -l help -d 'Show this message and exit.'

# dvcheck pack
complete -c dvcheck -n '__dvcheck_argument 1 pack' -a validate -d 'Say whether a pack is sound, or everything that is wrong with it: file, line and column.'
complete -c dvcheck -n '__dvcheck_argument 1 pack' -a coverage -d 'Each statement of the policy: the items that cite it, or why none does. Exits with 1 on a gap.'
complete -c dvcheck -n '__dvcheck_argument 1 pack' -a test -d 'Run the scenarios of a pack, and see that they try every obligation. Exits with 1 where they fail.'
complete -c dvcheck -n '__dvcheck_argument 1 pack' -a build -d 'Make one file of a sound pack, the same bytes on every system. Its digest is in it.'
complete -c dvcheck -n '__dvcheck_argument 1 pack' -a install -d 'Install a pack beside the others: a file that `pack build` made, or a folder.'
complete -c dvcheck -n '__dvcheck_argument 1 pack' -a list -d 'The packs that are there, and which one is in use and why.'
complete -c dvcheck -n '__dvcheck_argument 1 pack' -a use -d 'Choose the pack of new cases. Open cases keep their own.'
complete -c dvcheck -n '__dvcheck_argument 1 pack' -a remove -d 'Remove a pack that is not in use. Its cases keep their copy.'
complete -c dvcheck -n '__dvcheck_option pack' -l help -d 'Show this message and exit.'

# dvcheck pack validate
complete -c dvcheck -n '__dvcheck_option pack validate' -l format -r -f -a 'text json' -d 'How the result is printed.'
complete -c dvcheck -n '__dvcheck_option pack validate' -l pack -r -f -a '(__dvcheck_packs)' -d 'Another pack of checklists: an installed one by its name, a folder or a file.'
complete -c dvcheck -n '__dvcheck_option pack validate' -l help -d 'Show this message and exit.'
complete -c dvcheck -n '__dvcheck_argument 1 pack validate' -f -a '(__dvcheck_packs)'

# dvcheck pack coverage
complete -c dvcheck -n '__dvcheck_option pack coverage' -l format -r -f -a 'text json' -d 'How the result is printed.'
complete -c dvcheck -n '__dvcheck_option pack coverage' -l pack -r -f -a '(__dvcheck_packs)' -d 'Another pack of checklists: an installed one by its name, a folder or a file.'
complete -c dvcheck -n '__dvcheck_option pack coverage' -l help -d 'Show this message and exit.'
complete -c dvcheck -n '__dvcheck_argument 1 pack coverage' -f -a '(__dvcheck_packs)'

# dvcheck pack test
complete -c dvcheck -n '__dvcheck_option pack test' -l format -r -f -a 'text json' -d 'How the result is printed.'
complete -c dvcheck -n '__dvcheck_option pack test' -l pack -r -f -a '(__dvcheck_packs)' -d 'Another pack of checklists: an installed one by its name, a folder or a file.'
complete -c dvcheck -n '__dvcheck_option pack test' -l help -d 'Show this message and exit.'
complete -c dvcheck -n '__dvcheck_argument 1 pack test' -f -a '(__dvcheck_packs)'

# dvcheck pack build
complete -c dvcheck -n '__dvcheck_option pack build' -s o -l output -r -F -d 'Write it to a file, whole or not at all; - is standard output.'
complete -c dvcheck -n '__dvcheck_option pack build' -l pack -r -f -a '(__dvcheck_packs)' -d 'Another pack of checklists: an installed one by its name, a folder or a file.'
complete -c dvcheck -n '__dvcheck_option pack build' -l home -r -f -a '(__fish_complete_directories)' -d 'Where the journal is kept.'
complete -c dvcheck -n '__dvcheck_option pack build' -l help -d 'Show this message and exit.'
complete -c dvcheck -n '__dvcheck_argument 1 pack build' -f -a '(__dvcheck_packs)'

# dvcheck pack install
complete -c dvcheck -n '__dvcheck_option pack install' -l no-color -d 'No colour (also where NO_COLOR is set).'
complete -c dvcheck -n '__dvcheck_option pack install' -l home -r -f -a '(__fish_complete_directories)' -d 'Where the journal is kept.'
complete -c dvcheck -n '__dvcheck_option pack install' -l help -d 'Show this message and exit.'
complete -c dvcheck -n '__dvcheck_argument 1 pack install' -F

# dvcheck pack list
complete -c dvcheck -n '__dvcheck_option pack list' -l format -r -f -a 'text json' -d 'How the result is printed.'
complete -c dvcheck -n '__dvcheck_option pack list' -l plain -d 'Line by line, without terminal control: for screen readers and pipes.'
complete -c dvcheck -n '__dvcheck_option pack list' -l no-color -d 'No colour (also where NO_COLOR is set).'
complete -c dvcheck -n '__dvcheck_option pack list' -l pack -r -f -a '(__dvcheck_packs)' -d 'Another pack of checklists: an installed one by its name, a folder or a file.'
complete -c dvcheck -n '__dvcheck_option pack list' -l home -r -f -a '(__fish_complete_directories)' -d 'Where the journal is kept.'
complete -c dvcheck -n '__dvcheck_option pack list' -l help -d 'Show this message and exit.'

# dvcheck pack use
complete -c dvcheck -n '__dvcheck_option pack use' -l no-color -d 'No colour (also where NO_COLOR is set).'
complete -c dvcheck -n '__dvcheck_option pack use' -l home -r -f -a '(__fish_complete_directories)' -d 'Where the journal is kept.'
complete -c dvcheck -n '__dvcheck_option pack use' -l help -d 'Show this message and exit.'
complete -c dvcheck -n '__dvcheck_argument 1 pack use' -f -a '(__dvcheck_installed ppb-0825.00)'

# dvcheck pack remove
complete -c dvcheck -n '__dvcheck_option pack remove' -l no-color -d 'No colour (also where NO_COLOR is set).'
complete -c dvcheck -n '__dvcheck_option pack remove' -l home -r -f -a '(__fish_complete_directories)' -d 'Where the journal is kept.'
complete -c dvcheck -n '__dvcheck_option pack remove' -l help -d 'Show this message and exit.'
complete -c dvcheck -n '__dvcheck_argument 1 pack remove' -f -a '(__dvcheck_installed ppb-0825.00)'

# dvcheck journal
complete -c dvcheck -n '__dvcheck_argument 1 journal' -a verify -d 'Say whether every entry stands as it was recorded, or which one does not. Exits with 1 there.'
complete -c dvcheck -n '__dvcheck_argument 1 journal' -a backup -d 'Write a backup of the journal to FILE, also while a walk is open. An earlier backup is replaced.'
complete -c dvcheck -n '__dvcheck_argument 1 journal' -a restore -d 'Put a backup in place of the journal. The file it replaces is kept under another name.'
complete -c dvcheck -n '__dvcheck_argument 1 journal' -a export -d 'Everything that can be read, as JSON Lines: entries, then packs. Exits with 1 where some cannot.'
complete -c dvcheck -n '__dvcheck_argument 1 journal' -a encrypt -d 'Encrypt the journal (AES-256): it is read with a passphrase from then on, or through the keyring.'
complete -c dvcheck -n '__dvcheck_argument 1 journal' -a decrypt -d 'Make an encrypted journal plain again.'
complete -c dvcheck -n '__dvcheck_argument 1 journal' -a rekey -d 'Give an encrypted journal another passphrase, or a key in the keyring.'
complete -c dvcheck -n '__dvcheck_option journal' -l help -d 'Show this message and exit.'

# dvcheck journal verify
complete -c dvcheck -n '__dvcheck_option journal verify' -l head -r -f -d 'A code printed earlier: finds a record cut or rewritten since.'
complete -c dvcheck -n '__dvcheck_option journal verify' -l accept -d 'Record that somebody has looked into entries that are gone.'
complete -c dvcheck -n '__dvcheck_option journal verify' -l format -r -f -a 'text json' -d 'How the result is printed.'
complete -c dvcheck -n '__dvcheck_option journal verify' -l no-color -d 'No colour (also where NO_COLOR is set).'
complete -c dvcheck -n '__dvcheck_option journal verify' -l home -r -f -a '(__fish_complete_directories)' -d 'Where the journal is kept.'
complete -c dvcheck -n '__dvcheck_option journal verify' -l help -d 'Show this message and exit.'

# dvcheck journal backup
complete -c dvcheck -n '__dvcheck_option journal backup' -l passphrase-file -r -F -d 'Take the passphrase from the first line of a file, not from the keyboard.'
complete -c dvcheck -n '__dvcheck_option journal backup' -l home -r -f -a '(__fish_complete_directories)' -d 'Where the journal is kept.'
complete -c dvcheck -n '__dvcheck_option journal backup' -l help -d 'Show this message and exit.'
complete -c dvcheck -n '__dvcheck_argument 1 journal backup' -F

# dvcheck journal restore
complete -c dvcheck -n '__dvcheck_option journal restore' -l yes -d 'Also where the journal has entries that the backup lacks.'
complete -c dvcheck -n '__dvcheck_option journal restore' -l passphrase-file -r -F -d 'Take the passphrase from the first line of a file, not from the keyboard.'
complete -c dvcheck -n '__dvcheck_option journal restore' -l home -r -f -a '(__fish_complete_directories)' -d 'Where the journal is kept.'
complete -c dvcheck -n '__dvcheck_option journal restore' -l help -d 'Show this message and exit.'
complete -c dvcheck -n '__dvcheck_argument 1 journal restore' -F

# dvcheck journal export
complete -c dvcheck -n '__dvcheck_option journal export' -s o -l output -r -F -d 'Write it to a file, whole or not at all; - is standard output.'
complete -c dvcheck -n '__dvcheck_option journal export' -l home -r -f -a '(__fish_complete_directories)' -d 'Where the journal is kept.'
complete -c dvcheck -n '__dvcheck_option journal export' -l help -d 'Show this message and exit.'

# dvcheck journal encrypt
complete -c dvcheck -n '__dvcheck_option journal encrypt' -l passphrase-file -r -F -d 'Take the passphrase from the first line of a file, not from the keyboard.'
complete -c dvcheck -n '__dvcheck_option journal encrypt' -l keyring -d 'No passphrase: a random key, kept in the system\'s keyring.'
complete -c dvcheck -n '__dvcheck_option journal encrypt' -l home -r -f -a '(__fish_complete_directories)' -d 'Where the journal is kept.'
complete -c dvcheck -n '__dvcheck_option journal encrypt' -l help -d 'Show this message and exit.'

# dvcheck journal decrypt
complete -c dvcheck -n '__dvcheck_option journal decrypt' -l passphrase-file -r -F -d 'Take the passphrase from the first line of a file, not from the keyboard.'
complete -c dvcheck -n '__dvcheck_option journal decrypt' -l home -r -f -a '(__fish_complete_directories)' -d 'Where the journal is kept.'
complete -c dvcheck -n '__dvcheck_option journal decrypt' -l help -d 'Show this message and exit.'

# dvcheck journal rekey
complete -c dvcheck -n '__dvcheck_option journal rekey' -l passphrase-file -r -F -d 'Take the passphrase from the first line of a file, not from the keyboard.'
complete -c dvcheck -n '__dvcheck_option journal rekey' -l new-passphrase-file -r -F -d 'Take the new passphrase from a file.'
complete -c dvcheck -n '__dvcheck_option journal rekey' -l keyring -d 'No passphrase: a random key, kept in the system\'s keyring.'
complete -c dvcheck -n '__dvcheck_option journal rekey' -l home -r -f -a '(__fish_complete_directories)' -d 'Where the journal is kept.'
complete -c dvcheck -n '__dvcheck_option journal rekey' -l help -d 'Show this message and exit.'

# dvcheck shift
complete -c dvcheck -n '__dvcheck_argument 1 shift' -a start -d 'Begin a shift: its end is the deadline of what is due before the end of the shift.'
complete -c dvcheck -n '__dvcheck_argument 1 shift' -a extend -d 'Move the end of the shift, and with it the deadlines of its cases.'
complete -c dvcheck -n '__dvcheck_argument 1 shift' -a status -d 'Until when the shift is, and what is required and open in each case.'
complete -c dvcheck -n '__dvcheck_argument 1 shift' -a end -d 'Go through all that is open, and print the hand-over. Exits with 1 if one is left without a reason.'
complete -c dvcheck -n '__dvcheck_option shift' -l help -d 'Show this message and exit.'

# dvcheck shift start
complete -c dvcheck -n '__dvcheck_option shift start' -l ends -r -f -d 'When it ends: the next such time.'
complete -c dvcheck -n '__dvcheck_option shift start' -l began -r -f -d 'When it began, if before now.'
complete -c dvcheck -n '__dvcheck_option shift start' -l officer -r -f -d 'Your id, for the cases of this shift.'
complete -c dvcheck -n '__dvcheck_option shift start' -l plain -d 'Line by line, without terminal control: for screen readers and pipes.'
complete -c dvcheck -n '__dvcheck_option shift start' -l no-color -d 'No colour (also where NO_COLOR is set).'
complete -c dvcheck -n '__dvcheck_option shift start' -l pack -r -f -a '(__dvcheck_packs)' -d 'Another pack of checklists: an installed one by its name, a folder or a file.'
complete -c dvcheck -n '__dvcheck_option shift start' -l home -r -f -a '(__fish_complete_directories)' -d 'Where the journal is kept.'
complete -c dvcheck -n '__dvcheck_option shift start' -l help -d 'Show this message and exit.'

# dvcheck shift extend
complete -c dvcheck -n '__dvcheck_option shift extend' -l ends -r -f -d 'When it ends: the next such time.'
complete -c dvcheck -n '__dvcheck_option shift extend' -l plain -d 'Line by line, without terminal control: for screen readers and pipes.'
complete -c dvcheck -n '__dvcheck_option shift extend' -l no-color -d 'No colour (also where NO_COLOR is set).'
complete -c dvcheck -n '__dvcheck_option shift extend' -l pack -r -f -a '(__dvcheck_packs)' -d 'Another pack of checklists: an installed one by its name, a folder or a file.'
complete -c dvcheck -n '__dvcheck_option shift extend' -l home -r -f -a '(__fish_complete_directories)' -d 'Where the journal is kept.'
complete -c dvcheck -n '__dvcheck_option shift extend' -l help -d 'Show this message and exit.'

# dvcheck shift status
complete -c dvcheck -n '__dvcheck_option shift status' -l format -r -f -a 'text json' -d 'How the result is printed.'
complete -c dvcheck -n '__dvcheck_option shift status' -l plain -d 'Line by line, without terminal control: for screen readers and pipes.'
complete -c dvcheck -n '__dvcheck_option shift status' -l no-color -d 'No colour (also where NO_COLOR is set).'
complete -c dvcheck -n '__dvcheck_option shift status' -l pack -r -f -a '(__dvcheck_packs)' -d 'Another pack of checklists: an installed one by its name, a folder or a file.'
complete -c dvcheck -n '__dvcheck_option shift status' -l home -r -f -a '(__fish_complete_directories)' -d 'Where the journal is kept.'
complete -c dvcheck -n '__dvcheck_option shift status' -l help -d 'Show this message and exit.'

# dvcheck shift end
complete -c dvcheck -n '__dvcheck_option shift end' -l format -r -f -a 'text json' -d 'How the result is printed.'
complete -c dvcheck -n '__dvcheck_option shift end' -l plain -d 'Line by line, without terminal control: for screen readers and pipes.'
complete -c dvcheck -n '__dvcheck_option shift end' -l no-color -d 'No colour (also where NO_COLOR is set).'
complete -c dvcheck -n '__dvcheck_option shift end' -l pack -r -f -a '(__dvcheck_packs)' -d 'Another pack of checklists: an installed one by its name, a folder or a file.'
complete -c dvcheck -n '__dvcheck_option shift end' -l home -r -f -a '(__fish_complete_directories)' -d 'Where the journal is kept.'
complete -c dvcheck -n '__dvcheck_option shift end' -l help -d 'Show this message and exit.'

# dvcheck case
complete -c dvcheck -n '__dvcheck_argument 1 case' -a repack -d 'Move an open case to the checklists in use: see what appears and what goes before it is recorded.'
complete -c dvcheck -n '__dvcheck_option case' -l help -d 'Show this message and exit.'

# dvcheck case repack
complete -c dvcheck -n '__dvcheck_option case repack' -l yes -d 'Do not ask.'
complete -c dvcheck -n '__dvcheck_option case repack' -l include-sensitive -d 'Also answers that the checklists mark as sensitive.'
complete -c dvcheck -n '__dvcheck_option case repack' -l format -r -f -a 'text json' -d 'How the result is printed.'
complete -c dvcheck -n '__dvcheck_option case repack' -l plain -d 'Line by line, without terminal control: for screen readers and pipes.'
complete -c dvcheck -n '__dvcheck_option case repack' -l no-color -d 'No colour (also where NO_COLOR is set).'
complete -c dvcheck -n '__dvcheck_option case repack' -l pack -r -f -a '(__dvcheck_packs)' -d 'Another pack of checklists: an installed one by its name, a folder or a file.'
complete -c dvcheck -n '__dvcheck_option case repack' -l home -r -f -a '(__fish_complete_directories)' -d 'Where the journal is kept.'
complete -c dvcheck -n '__dvcheck_option case repack' -l help -d 'Show this message and exit.'
