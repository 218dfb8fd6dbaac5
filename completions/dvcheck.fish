# Tab completion of dvcheck for fish.
#
# Install: copy this file to ~/.config/fish/completions/dvcheck.fish
#
# Written by completions/generate.py; change that file, not this one.

set -g __dvcheck_commands 'incident' 'verify-order' 'serve-order' 'standby' 'walk' 'contacts' 'policy' 'outstanding' 'cases' 'show' 'explain' 'done' 'amend' 'note' 'close' 'case' 'case hand-over' 'case take-over' 'case repack' 'shift' 'shift start' 'shift extend' 'shift status' 'shift end' 'shift handover' 'sergeant' 'report' 'assess' 'push' 'board' 'precinct' 'precinct try' 'precinct migrate' 'precinct people' 'precinct people apply' 'precinct verify' 'precinct case' 'precinct export' 'precinct purge' 'demo' 'train' 'scenario' 'scenario new' 'scenario handout' 'pack' 'pack validate' 'pack coverage' 'pack test' 'pack build' 'pack install' 'pack list' 'pack use' 'pack remove' 'journal' 'journal verify' 'journal backup' 'journal restore' 'journal export' 'journal encrypt' 'journal decrypt' 'journal rekey' 'purge' 'config'
set -g __dvcheck_takes 'incident --number' 'incident --answers' 'incident --shift-ends' 'incident --format' 'incident --pack' 'incident --home' 'verify-order --number' 'verify-order --answers' 'verify-order --shift-ends' 'verify-order --format' 'verify-order --pack' 'verify-order --home' 'serve-order --number' 'serve-order --answers' 'serve-order --shift-ends' 'serve-order --format' 'serve-order --pack' 'serve-order --home' 'standby --number' 'standby --answers' 'standby --shift-ends' 'standby --format' 'standby --pack' 'standby --home' 'walk --number' 'walk --answers' 'walk --shift-ends' 'walk --format' 'walk --pack' 'walk --home' 'contacts --lang' 'contacts --case' 'contacts --format' 'contacts -o' 'contacts --output' 'contacts --pack' 'contacts --home' 'policy --format' 'policy --pack' 'outstanding --format' 'outstanding --pack' 'outstanding --home' 'cases --format' 'cases --pack' 'cases --home' 'show --format' 'show --pack' 'show --home' 'explain --format' 'explain --pack' 'explain --home' 'done --reason' 'done --format' 'done --pack' 'done --home' 'amend --number' 'amend --rename' 'amend --pack' 'amend --home' 'note --pack' 'note --home' 'close --reason' 'close --pack' 'close --home' 'case hand-over -o' 'case hand-over --output' 'case hand-over --reason' 'case hand-over --pack' 'case hand-over --home' 'case take-over --pack' 'case take-over --home' 'case repack --format' 'case repack --pack' 'case repack --home' 'shift start --ends' 'shift start --began' 'shift start --officer' 'shift start --pack' 'shift start --home' 'shift extend --ends' 'shift extend --pack' 'shift extend --home' 'shift status --format' 'shift status --pack' 'shift status --home' 'shift end --format' 'shift end -o' 'shift end --output' 'shift end --pack' 'shift end --home' 'shift handover --back' 'shift handover --format' 'shift handover -o' 'shift handover --output' 'shift handover --pack' 'shift handover --home' 'sergeant --format' 'report --format' 'report --form' 'report -o' 'report --output' 'report --pack' 'report --home' 'assess --receipt' 'assess --batch' 'assess --jobs' 'assess --checklist' 'assess --format' 'assess -o' 'assess --output' 'assess --pack' 'assess --home' 'push --home' 'board --officer' 'board --section' 'board --port' 'board --format' 'board --home' 'precinct try --home' 'precinct migrate --dsn' 'precinct migrate --home' 'precinct people apply --dsn' 'precinct people apply --home' 'precinct verify --against' 'precinct verify --reason' 'precinct verify --format' 'precinct verify --home' 'precinct case --reason' 'precinct case --home' 'precinct export --reason' 'precinct export -o' 'precinct export --output' 'precinct export --order' 'precinct export --home' 'precinct purge --reason' 'precinct purge --home' 'demo --speed' 'demo --record' 'demo --pack' 'train --answers' 'train --format' 'train --pack' 'train --home' 'scenario new --checklist' 'scenario new --level' 'scenario new -o' 'scenario new --output' 'scenario new --pack' 'scenario new --home' 'scenario handout --format' 'scenario handout -o' 'scenario handout --output' 'scenario handout --pack' 'scenario handout --home' 'pack validate --format' 'pack validate --pack' 'pack coverage --format' 'pack coverage --pack' 'pack test --format' 'pack test --pack' 'pack build -o' 'pack build --output' 'pack build --pack' 'pack build --home' 'pack install --home' 'pack list --format' 'pack list --pack' 'pack list --home' 'pack use --home' 'pack remove --home' 'journal verify --head' 'journal verify --format' 'journal verify --home' 'journal backup --passphrase-file' 'journal backup --home' 'journal restore --passphrase-file' 'journal restore --home' 'journal export -o' 'journal export --output' 'journal export --home' 'journal encrypt --passphrase-file' 'journal encrypt --home' 'journal decrypt --passphrase-file' 'journal decrypt --home' 'journal rekey --passphrase-file' 'journal rekey --new-passphrase-file' 'journal rekey --home' 'purge --older-than' 'purge --home' 'config --format' 'config --pack' 'config --home'

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

# Checks whether an option of the command may be typed here.
function __dvcheck_option
    set -l at (__dvcheck_scan)
    test "$at[2]" -eq 0; and test "$at[3]" = "$argv"
end

# Checks whether argument $argv[1] (`2-`: the second or a later one) of the command may be typed here.
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

# Prints the folder of the installed packs, as dvcheck finds it if --home names no other.
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
complete -c dvcheck -n '__dvcheck_argument 1' -a incident -d 'Walk a domestic-violence call.'
complete -c dvcheck -n '__dvcheck_argument 1' -a verify-order -d 'Verify a protection order.'
complete -c dvcheck -n '__dvcheck_argument 1' -a serve-order -d 'Serve a protection order and prove the service.'
complete -c dvcheck -n '__dvcheck_argument 1' -a standby -d 'Run a civil standby, with its clock.'
complete -c dvcheck -n '__dvcheck_argument 1' -a walk -d 'Walk any checklist by its name.'
complete -c dvcheck -n '__dvcheck_argument 1' -a contacts -d 'Show whom to call, or print a card for a survivor.'
complete -c dvcheck -n '__dvcheck_argument 1' -a policy -d 'Read the policy by section or word.'
complete -c dvcheck -n '__dvcheck_argument 1' -a outstanding -d 'List what you still owe, the most urgent first.'
complete -c dvcheck -n '__dvcheck_argument 1' -a cases -d 'List your cases, newest first.'
complete -c dvcheck -n '__dvcheck_argument 1' -a show -d 'Show one case: its answers, what is owed, what is done.'
complete -c dvcheck -n '__dvcheck_argument 1' -a explain -d 'Explain why a duty is owed.'
complete -c dvcheck -n '__dvcheck_argument 1' -a done -d 'Mark duties done, not feasible or open again.'
complete -c dvcheck -n '__dvcheck_argument 1' -a amend -d 'Change an answer or the number of a case.'
complete -c dvcheck -n '__dvcheck_argument 1' -a note -d 'Add a note to a case, with the time.'
complete -c dvcheck -n '__dvcheck_argument 1' -a close -d 'Close a case, or open it again.'
complete -c dvcheck -n '__dvcheck_argument 1' -a case -d 'Hand a case over, take one over, or change its checklists.'
complete -c dvcheck -n '__dvcheck_argument 1' -a shift -d 'Start, extend and end your shift.'
complete -c dvcheck -n '__dvcheck_argument 1' -a sergeant -d 'List what several officers still owe.'
complete -c dvcheck -n '__dvcheck_argument 1' -a report -d 'Write the worksheet of a case, or fill in a form.'
complete -c dvcheck -n '__dvcheck_argument 1' -a assess -d 'Assess answers from a file. Nothing is recorded.'
complete -c dvcheck -n '__dvcheck_argument 1' -a push -d 'Push the journal to the precinct.'
complete -c dvcheck -n '__dvcheck_argument 1' -a board -d 'Show what the precinct\'s officers still owe.'
complete -c dvcheck -n '__dvcheck_argument 1' -a precinct -d 'Set up, try, audit and export a precinct.'
complete -c dvcheck -n '__dvcheck_argument 1' -a demo -d 'Play a scenario with the real prompts.'
complete -c dvcheck -n '__dvcheck_argument 1' -a train -d 'Practice a scenario, and learn what was missed.'
complete -c dvcheck -n '__dvcheck_argument 1' -a scenario -d 'Write scenarios, and print them for a class.'
complete -c dvcheck -n '__dvcheck_argument 1' -a pack -d 'Check, build, install and choose checklists.'
complete -c dvcheck -n '__dvcheck_argument 1' -a journal -d 'Verify, back up, export and encrypt the journal.'
complete -c dvcheck -n '__dvcheck_argument 1' -a purge -d 'Permanently erase long-closed cases.'
complete -c dvcheck -n '__dvcheck_argument 1' -a config -d 'Show the settings and where each comes from.'
complete -c dvcheck -n '__dvcheck_option' -l version -d 'Print the version.'
complete -c dvcheck -n '__dvcheck_option' -l plain -d 'Without a command: print the first screen as sentences.'
complete -c dvcheck -n '__dvcheck_option' -l quiet -d 'Without a command: no bell, no notification.'
complete -c dvcheck -n '__dvcheck_option' -l help -d 'Show this message and exit.'

# dvcheck incident
complete -c dvcheck -n '__dvcheck_option incident' -l number -r -f -d 'The number of a new case.'
complete -c dvcheck -n '__dvcheck_option incident' -l new -d 'Start a new case without asking.'
complete -c dvcheck -n '__dvcheck_option incident' -l answers -r -f -k -a '(__fish_complete_suffix .yaml)' -d 'Take answers from a YAML file, then ask the rest.'
complete -c dvcheck -n '__dvcheck_option incident' -l shift-ends -r -f -d 'The end of your shift, for this case only.'
complete -c dvcheck -n '__dvcheck_option incident' -l format -r -f -a 'text json' -d 'How to print the result.'
complete -c dvcheck -n '__dvcheck_option incident' -l include-sensitive -d 'Include sensitive answers.'
complete -c dvcheck -n '__dvcheck_option incident' -l no-sensitive -d 'Skip sensitive questions; record none.'
complete -c dvcheck -n '__dvcheck_option incident' -l plain -d 'Print lines for a screen reader or pipe.'
complete -c dvcheck -n '__dvcheck_option incident' -l quiet -d 'Ring no bell and show no notification.'
complete -c dvcheck -n '__dvcheck_option incident' -l no-color -d 'Print no color.'
complete -c dvcheck -n '__dvcheck_option incident' -l pack -r -f -a '(__dvcheck_packs)' -d 'Use this pack (or DVCHECK_PACK).'
complete -c dvcheck -n '__dvcheck_option incident' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option incident' -l help -d 'Show this message and exit.'

# dvcheck verify-order
complete -c dvcheck -n '__dvcheck_option verify-order' -l number -r -f -d 'The number of a new case.'
complete -c dvcheck -n '__dvcheck_option verify-order' -l new -d 'Start a new case without asking.'
complete -c dvcheck -n '__dvcheck_option verify-order' -l answers -r -f -k -a '(__fish_complete_suffix .yaml)' -d 'Take answers from a YAML file, then ask the rest.'
complete -c dvcheck -n '__dvcheck_option verify-order' -l shift-ends -r -f -d 'The end of your shift, for this case only.'
complete -c dvcheck -n '__dvcheck_option verify-order' -l format -r -f -a 'text json' -d 'How to print the result.'
complete -c dvcheck -n '__dvcheck_option verify-order' -l include-sensitive -d 'Include sensitive answers.'
complete -c dvcheck -n '__dvcheck_option verify-order' -l no-sensitive -d 'Skip sensitive questions; record none.'
complete -c dvcheck -n '__dvcheck_option verify-order' -l plain -d 'Print lines for a screen reader or pipe.'
complete -c dvcheck -n '__dvcheck_option verify-order' -l quiet -d 'Ring no bell and show no notification.'
complete -c dvcheck -n '__dvcheck_option verify-order' -l no-color -d 'Print no color.'
complete -c dvcheck -n '__dvcheck_option verify-order' -l pack -r -f -a '(__dvcheck_packs)' -d 'Use this pack (or DVCHECK_PACK).'
complete -c dvcheck -n '__dvcheck_option verify-order' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option verify-order' -l help -d 'Show this message and exit.'

# dvcheck serve-order
complete -c dvcheck -n '__dvcheck_option serve-order' -l number -r -f -d 'The number of a new case.'
complete -c dvcheck -n '__dvcheck_option serve-order' -l new -d 'Start a new case without asking.'
complete -c dvcheck -n '__dvcheck_option serve-order' -l answers -r -f -k -a '(__fish_complete_suffix .yaml)' -d 'Take answers from a YAML file, then ask the rest.'
complete -c dvcheck -n '__dvcheck_option serve-order' -l shift-ends -r -f -d 'The end of your shift, for this case only.'
complete -c dvcheck -n '__dvcheck_option serve-order' -l format -r -f -a 'text json' -d 'How to print the result.'
complete -c dvcheck -n '__dvcheck_option serve-order' -l include-sensitive -d 'Include sensitive answers.'
complete -c dvcheck -n '__dvcheck_option serve-order' -l no-sensitive -d 'Skip sensitive questions; record none.'
complete -c dvcheck -n '__dvcheck_option serve-order' -l plain -d 'Print lines for a screen reader or pipe.'
complete -c dvcheck -n '__dvcheck_option serve-order' -l quiet -d 'Ring no bell and show no notification.'
complete -c dvcheck -n '__dvcheck_option serve-order' -l no-color -d 'Print no color.'
complete -c dvcheck -n '__dvcheck_option serve-order' -l pack -r -f -a '(__dvcheck_packs)' -d 'Use this pack (or DVCHECK_PACK).'
complete -c dvcheck -n '__dvcheck_option serve-order' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option serve-order' -l help -d 'Show this message and exit.'

# dvcheck standby
complete -c dvcheck -n '__dvcheck_option standby' -l number -r -f -d 'The number of a new case.'
complete -c dvcheck -n '__dvcheck_option standby' -l new -d 'Start a new case without asking.'
complete -c dvcheck -n '__dvcheck_option standby' -l answers -r -f -k -a '(__fish_complete_suffix .yaml)' -d 'Take answers from a YAML file, then ask the rest.'
complete -c dvcheck -n '__dvcheck_option standby' -l shift-ends -r -f -d 'The end of your shift, for this case only.'
complete -c dvcheck -n '__dvcheck_option standby' -l format -r -f -a 'text json' -d 'How to print the result.'
complete -c dvcheck -n '__dvcheck_option standby' -l include-sensitive -d 'Include sensitive answers.'
complete -c dvcheck -n '__dvcheck_option standby' -l no-sensitive -d 'Skip sensitive questions; record none.'
complete -c dvcheck -n '__dvcheck_option standby' -l plain -d 'Print lines for a screen reader or pipe.'
complete -c dvcheck -n '__dvcheck_option standby' -l quiet -d 'Ring no bell and show no notification.'
complete -c dvcheck -n '__dvcheck_option standby' -l no-color -d 'Print no color.'
complete -c dvcheck -n '__dvcheck_option standby' -l pack -r -f -a '(__dvcheck_packs)' -d 'Use this pack (or DVCHECK_PACK).'
complete -c dvcheck -n '__dvcheck_option standby' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option standby' -l help -d 'Show this message and exit.'

# dvcheck walk
complete -c dvcheck -n '__dvcheck_option walk' -l number -r -f -d 'The number of a new case.'
complete -c dvcheck -n '__dvcheck_option walk' -l new -d 'Start a new case without asking.'
complete -c dvcheck -n '__dvcheck_option walk' -l answers -r -f -k -a '(__fish_complete_suffix .yaml)' -d 'Take answers from a YAML file, then ask the rest.'
complete -c dvcheck -n '__dvcheck_option walk' -l shift-ends -r -f -d 'The end of your shift, for this case only.'
complete -c dvcheck -n '__dvcheck_option walk' -l format -r -f -a 'text json' -d 'How to print the result.'
complete -c dvcheck -n '__dvcheck_option walk' -l include-sensitive -d 'Include sensitive answers.'
complete -c dvcheck -n '__dvcheck_option walk' -l no-sensitive -d 'Skip sensitive questions; record none.'
complete -c dvcheck -n '__dvcheck_option walk' -l plain -d 'Print lines for a screen reader or pipe.'
complete -c dvcheck -n '__dvcheck_option walk' -l quiet -d 'Ring no bell and show no notification.'
complete -c dvcheck -n '__dvcheck_option walk' -l no-color -d 'Print no color.'
complete -c dvcheck -n '__dvcheck_option walk' -l pack -r -f -a '(__dvcheck_packs)' -d 'Use this pack (or DVCHECK_PACK).'
complete -c dvcheck -n '__dvcheck_option walk' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option walk' -l help -d 'Show this message and exit.'
complete -c dvcheck -n '__dvcheck_argument 1 walk' -f -a '(__dvcheck_checklists came-up children evidence incident order order-type papers parties proof-of-service receipt reporting serve-order served standby verify-order)'

# dvcheck contacts
complete -c dvcheck -n '__dvcheck_option contacts' -l card -d 'Print a card of numbers for a survivor.'
complete -c dvcheck -n '__dvcheck_option contacts' -l lang -r -f -a 'es ru uk vi zh-Hans' -d 'The language of the card, such as es.'
complete -c dvcheck -n '__dvcheck_option contacts' -l draft -d 'Print a card that is not checked yet.'
complete -c dvcheck -n '__dvcheck_option contacts' -l discreet -d 'Print small cards with plain names.'
complete -c dvcheck -n '__dvcheck_option contacts' -l large -d 'Print the card in larger letters.'
complete -c dvcheck -n '__dvcheck_option contacts' -l case -r -f -d 'Add the number and officer of a case.'
complete -c dvcheck -n '__dvcheck_option contacts' -l format -r -f -a 'text json markdown html pdf' -d 'text or json; a card: markdown, html, pdf.'
complete -c dvcheck -n '__dvcheck_option contacts' -s o -l output -r -F -d 'Write to a file; - is standard output.'
complete -c dvcheck -n '__dvcheck_option contacts' -l force -d 'Replace a file that exists already.'
complete -c dvcheck -n '__dvcheck_option contacts' -l plain -d 'Print lines for a screen reader or pipe.'
complete -c dvcheck -n '__dvcheck_option contacts' -l no-color -d 'Print no color.'
complete -c dvcheck -n '__dvcheck_option contacts' -l pack -r -f -a '(__dvcheck_packs)' -d 'Use this pack (or DVCHECK_PACK).'
complete -c dvcheck -n '__dvcheck_option contacts' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option contacts' -l help -d 'Show this message and exit.'

# dvcheck policy
complete -c dvcheck -n '__dvcheck_option policy' -l format -r -f -a 'text json' -d 'How to print the result.'
complete -c dvcheck -n '__dvcheck_option policy' -l plain -d 'Print lines for a screen reader or pipe.'
complete -c dvcheck -n '__dvcheck_option policy' -l no-color -d 'Print no color.'
complete -c dvcheck -n '__dvcheck_option policy' -l pack -r -f -a '(__dvcheck_packs)' -d 'Use this pack (or DVCHECK_PACK).'
complete -c dvcheck -n '__dvcheck_option policy' -l help -d 'Show this message and exit.'

# dvcheck outstanding
complete -c dvcheck -n '__dvcheck_option outstanding' -l check -d 'Exit with 1 if something is open or unfinished.'
complete -c dvcheck -n '__dvcheck_option outstanding' -l watch -d 'Keep it on the screen, up to date.'
complete -c dvcheck -n '__dvcheck_option outstanding' -l why -d 'Add the full text, the reasons and whom to call.'
complete -c dvcheck -n '__dvcheck_option outstanding' -l format -r -f -a 'text json' -d 'How to print the result.'
complete -c dvcheck -n '__dvcheck_option outstanding' -l plain -d 'Print lines for a screen reader or pipe.'
complete -c dvcheck -n '__dvcheck_option outstanding' -l quiet -d 'Ring no bell and show no notification.'
complete -c dvcheck -n '__dvcheck_option outstanding' -l no-color -d 'Print no color.'
complete -c dvcheck -n '__dvcheck_option outstanding' -l pack -r -f -a '(__dvcheck_packs)' -d 'Use this pack (or DVCHECK_PACK).'
complete -c dvcheck -n '__dvcheck_option outstanding' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option outstanding' -l help -d 'Show this message and exit.'

# dvcheck cases
complete -c dvcheck -n '__dvcheck_option cases' -l closed -d 'Include closed cases: the newest 50.'
complete -c dvcheck -n '__dvcheck_option cases' -l all -d 'With --closed, list every case.'
complete -c dvcheck -n '__dvcheck_option cases' -l format -r -f -a 'text json' -d 'How to print the result.'
complete -c dvcheck -n '__dvcheck_option cases' -l plain -d 'Print lines for a screen reader or pipe.'
complete -c dvcheck -n '__dvcheck_option cases' -l no-color -d 'Print no color.'
complete -c dvcheck -n '__dvcheck_option cases' -l pack -r -f -a '(__dvcheck_packs)' -d 'Use this pack (or DVCHECK_PACK).'
complete -c dvcheck -n '__dvcheck_option cases' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option cases' -l help -d 'Show this message and exit.'

# dvcheck show
complete -c dvcheck -n '__dvcheck_option show' -l all -d 'Include duties that do not arise.'
complete -c dvcheck -n '__dvcheck_option show' -l include-sensitive -d 'Include sensitive answers.'
complete -c dvcheck -n '__dvcheck_option show' -l why -d 'Add the full text, the reasons and whom to call.'
complete -c dvcheck -n '__dvcheck_option show' -l format -r -f -a 'text json' -d 'How to print the result.'
complete -c dvcheck -n '__dvcheck_option show' -l plain -d 'Print lines for a screen reader or pipe.'
complete -c dvcheck -n '__dvcheck_option show' -l no-color -d 'Print no color.'
complete -c dvcheck -n '__dvcheck_option show' -l pack -r -f -a '(__dvcheck_packs)' -d 'Use this pack (or DVCHECK_PACK).'
complete -c dvcheck -n '__dvcheck_option show' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option show' -l help -d 'Show this message and exit.'

# dvcheck explain
complete -c dvcheck -n '__dvcheck_option explain' -l include-sensitive -d 'Include sensitive answers.'
complete -c dvcheck -n '__dvcheck_option explain' -l format -r -f -a 'text json' -d 'How to print the result.'
complete -c dvcheck -n '__dvcheck_option explain' -l plain -d 'Print lines for a screen reader or pipe.'
complete -c dvcheck -n '__dvcheck_option explain' -l no-color -d 'Print no color.'
complete -c dvcheck -n '__dvcheck_option explain' -l pack -r -f -a '(__dvcheck_packs)' -d 'Use this pack (or DVCHECK_PACK).'
complete -c dvcheck -n '__dvcheck_option explain' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option explain' -l help -d 'Show this message and exit.'

# dvcheck done
complete -c dvcheck -n '__dvcheck_option done' -l not-feasible -d 'Mark them not feasible.'
complete -c dvcheck -n '__dvcheck_option done' -l reason -r -f -d 'Why it was not feasible.'
complete -c dvcheck -n '__dvcheck_option done' -l reopen -d 'Take an earlier mark back.'
complete -c dvcheck -n '__dvcheck_option done' -l format -r -f -a 'text json' -d 'How to print the result.'
complete -c dvcheck -n '__dvcheck_option done' -l plain -d 'Print lines for a screen reader or pipe.'
complete -c dvcheck -n '__dvcheck_option done' -l no-color -d 'Print no color.'
complete -c dvcheck -n '__dvcheck_option done' -l pack -r -f -a '(__dvcheck_packs)' -d 'Use this pack (or DVCHECK_PACK).'
complete -c dvcheck -n '__dvcheck_option done' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option done' -l help -d 'Show this message and exit.'

# dvcheck amend
complete -c dvcheck -n '__dvcheck_option amend' -l number -r -f -d 'The correct number of the case.'
complete -c dvcheck -n '__dvcheck_option amend' -l rename -r -f -d 'Correct a name in the list QUESTION.'
complete -c dvcheck -n '__dvcheck_option amend' -l plain -d 'Print lines for a screen reader or pipe.'
complete -c dvcheck -n '__dvcheck_option amend' -l no-color -d 'Print no color.'
complete -c dvcheck -n '__dvcheck_option amend' -l pack -r -f -a '(__dvcheck_packs)' -d 'Use this pack (or DVCHECK_PACK).'
complete -c dvcheck -n '__dvcheck_option amend' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option amend' -l help -d 'Show this message and exit.'

# dvcheck note
complete -c dvcheck -n '__dvcheck_option note' -l plain -d 'Print lines for a screen reader or pipe.'
complete -c dvcheck -n '__dvcheck_option note' -l no-color -d 'Print no color.'
complete -c dvcheck -n '__dvcheck_option note' -l pack -r -f -a '(__dvcheck_packs)' -d 'Use this pack (or DVCHECK_PACK).'
complete -c dvcheck -n '__dvcheck_option note' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option note' -l help -d 'Show this message and exit.'

# dvcheck close
complete -c dvcheck -n '__dvcheck_option close' -l reason -r -f -d 'Why it is closed with something open.'
complete -c dvcheck -n '__dvcheck_option close' -l reopen -d 'Open a closed case again.'
complete -c dvcheck -n '__dvcheck_option close' -l yes -d 'Reopen a handed-over case without asking.'
complete -c dvcheck -n '__dvcheck_option close' -l plain -d 'Print lines for a screen reader or pipe.'
complete -c dvcheck -n '__dvcheck_option close' -l no-color -d 'Print no color.'
complete -c dvcheck -n '__dvcheck_option close' -l pack -r -f -a '(__dvcheck_packs)' -d 'Use this pack (or DVCHECK_PACK).'
complete -c dvcheck -n '__dvcheck_option close' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option close' -l help -d 'Show this message and exit.'

# dvcheck case
complete -c dvcheck -n '__dvcheck_argument 1 case' -a hand-over -d 'Hand an open case over to another computer.'
complete -c dvcheck -n '__dvcheck_argument 1 case' -a take-over -d 'Take a case over from another computer.'
complete -c dvcheck -n '__dvcheck_argument 1 case' -a repack -d 'Move an open case to the checklists in use.'
complete -c dvcheck -n '__dvcheck_option case' -l help -d 'Show this message and exit.'

# dvcheck case hand-over
complete -c dvcheck -n '__dvcheck_option case hand-over' -s o -l output -r -F -d 'Write to a file; - is standard output.'
complete -c dvcheck -n '__dvcheck_option case hand-over' -l force -d 'Replace a file that exists already.'
complete -c dvcheck -n '__dvcheck_option case hand-over' -l reason -r -f -d 'Why, for your record.'
complete -c dvcheck -n '__dvcheck_option case hand-over' -l plain -d 'Print lines for a screen reader or pipe.'
complete -c dvcheck -n '__dvcheck_option case hand-over' -l no-color -d 'Print no color.'
complete -c dvcheck -n '__dvcheck_option case hand-over' -l pack -r -f -a '(__dvcheck_packs)' -d 'Use this pack (or DVCHECK_PACK).'
complete -c dvcheck -n '__dvcheck_option case hand-over' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option case hand-over' -l help -d 'Show this message and exit.'

# dvcheck case take-over
complete -c dvcheck -n '__dvcheck_option case take-over' -l yes -d 'Take another state of a case without asking.'
complete -c dvcheck -n '__dvcheck_option case take-over' -l no-sensitive -d 'Skip sensitive questions; record none.'
complete -c dvcheck -n '__dvcheck_option case take-over' -l plain -d 'Print lines for a screen reader or pipe.'
complete -c dvcheck -n '__dvcheck_option case take-over' -l no-color -d 'Print no color.'
complete -c dvcheck -n '__dvcheck_option case take-over' -l pack -r -f -a '(__dvcheck_packs)' -d 'Use this pack (or DVCHECK_PACK).'
complete -c dvcheck -n '__dvcheck_option case take-over' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option case take-over' -l help -d 'Show this message and exit.'
complete -c dvcheck -n '__dvcheck_argument 1 case take-over' -F

# dvcheck case repack
complete -c dvcheck -n '__dvcheck_option case repack' -l yes -d 'Do not ask.'
complete -c dvcheck -n '__dvcheck_option case repack' -l include-sensitive -d 'Include sensitive answers.'
complete -c dvcheck -n '__dvcheck_option case repack' -l format -r -f -a 'text json' -d 'How to print the result.'
complete -c dvcheck -n '__dvcheck_option case repack' -l plain -d 'Print lines for a screen reader or pipe.'
complete -c dvcheck -n '__dvcheck_option case repack' -l no-color -d 'Print no color.'
complete -c dvcheck -n '__dvcheck_option case repack' -l pack -r -f -a '(__dvcheck_packs)' -d 'Use this pack (or DVCHECK_PACK).'
complete -c dvcheck -n '__dvcheck_option case repack' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option case repack' -l help -d 'Show this message and exit.'

# dvcheck shift
complete -c dvcheck -n '__dvcheck_argument 1 shift' -a start -d 'Start a shift.'
complete -c dvcheck -n '__dvcheck_argument 1 shift' -a extend -d 'Move the end of the shift.'
complete -c dvcheck -n '__dvcheck_argument 1 shift' -a status -d 'Show the shift and what each case owes.'
complete -c dvcheck -n '__dvcheck_argument 1 shift' -a end -d 'Settle what is open and print the hand-over.'
complete -c dvcheck -n '__dvcheck_argument 1 shift' -a handover -d 'Print the hand-over of the last shift again.'
complete -c dvcheck -n '__dvcheck_option shift' -l help -d 'Show this message and exit.'

# dvcheck shift start
complete -c dvcheck -n '__dvcheck_option shift start' -l ends -r -f -d 'The end, such as 7am or 07:30.'
complete -c dvcheck -n '__dvcheck_option shift start' -l began -r -f -d 'The beginning, if before now.'
complete -c dvcheck -n '__dvcheck_option shift start' -l officer -r -f -d 'Your id, kept with your cases.'
complete -c dvcheck -n '__dvcheck_option shift start' -l plain -d 'Print lines for a screen reader or pipe.'
complete -c dvcheck -n '__dvcheck_option shift start' -l no-color -d 'Print no color.'
complete -c dvcheck -n '__dvcheck_option shift start' -l pack -r -f -a '(__dvcheck_packs)' -d 'Use this pack (or DVCHECK_PACK).'
complete -c dvcheck -n '__dvcheck_option shift start' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option shift start' -l help -d 'Show this message and exit.'

# dvcheck shift extend
complete -c dvcheck -n '__dvcheck_option shift extend' -l ends -r -f -d 'The new end, such as 08:30.'
complete -c dvcheck -n '__dvcheck_option shift extend' -l plain -d 'Print lines for a screen reader or pipe.'
complete -c dvcheck -n '__dvcheck_option shift extend' -l no-color -d 'Print no color.'
complete -c dvcheck -n '__dvcheck_option shift extend' -l pack -r -f -a '(__dvcheck_packs)' -d 'Use this pack (or DVCHECK_PACK).'
complete -c dvcheck -n '__dvcheck_option shift extend' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option shift extend' -l help -d 'Show this message and exit.'

# dvcheck shift status
complete -c dvcheck -n '__dvcheck_option shift status' -l format -r -f -a 'text json' -d 'How to print the result.'
complete -c dvcheck -n '__dvcheck_option shift status' -l plain -d 'Print lines for a screen reader or pipe.'
complete -c dvcheck -n '__dvcheck_option shift status' -l no-color -d 'Print no color.'
complete -c dvcheck -n '__dvcheck_option shift status' -l pack -r -f -a '(__dvcheck_packs)' -d 'Use this pack (or DVCHECK_PACK).'
complete -c dvcheck -n '__dvcheck_option shift status' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option shift status' -l help -d 'Show this message and exit.'

# dvcheck shift end
complete -c dvcheck -n '__dvcheck_option shift end' -l format -r -f -a 'text json' -d 'How to print the result.'
complete -c dvcheck -n '__dvcheck_option shift end' -s o -l output -r -F -d 'Write to a file; - is standard output.'
complete -c dvcheck -n '__dvcheck_option shift end' -l force -d 'Replace a file that exists already.'
complete -c dvcheck -n '__dvcheck_option shift end' -l plain -d 'Print lines for a screen reader or pipe.'
complete -c dvcheck -n '__dvcheck_option shift end' -l no-color -d 'Print no color.'
complete -c dvcheck -n '__dvcheck_option shift end' -l pack -r -f -a '(__dvcheck_packs)' -d 'Use this pack (or DVCHECK_PACK).'
complete -c dvcheck -n '__dvcheck_option shift end' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option shift end' -l help -d 'Show this message and exit.'

# dvcheck shift handover
complete -c dvcheck -n '__dvcheck_option shift handover' -l back -r -f -d 'The shift N before the last one.'
complete -c dvcheck -n '__dvcheck_option shift handover' -l format -r -f -a 'markdown html pdf json text' -d 'The format, if not by the suffix of FILE.'
complete -c dvcheck -n '__dvcheck_option shift handover' -s o -l output -r -F -d 'Write to a file; - is standard output.'
complete -c dvcheck -n '__dvcheck_option shift handover' -l force -d 'Replace a file that exists already.'
complete -c dvcheck -n '__dvcheck_option shift handover' -l pack -r -f -a '(__dvcheck_packs)' -d 'Use this pack (or DVCHECK_PACK).'
complete -c dvcheck -n '__dvcheck_option shift handover' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option shift handover' -l help -d 'Show this message and exit.'

# dvcheck sergeant
complete -c dvcheck -n '__dvcheck_option sergeant' -l check -d 'Exit with 1 if anything is open or not read.'
complete -c dvcheck -n '__dvcheck_option sergeant' -l why -d 'Add the full text, the reasons and whom to call.'
complete -c dvcheck -n '__dvcheck_option sergeant' -l format -r -f -a 'text json' -d 'How to print the result.'
complete -c dvcheck -n '__dvcheck_option sergeant' -l plain -d 'Print lines for a screen reader or pipe.'
complete -c dvcheck -n '__dvcheck_option sergeant' -l no-color -d 'Print no color.'
complete -c dvcheck -n '__dvcheck_option sergeant' -l help -d 'Show this message and exit.'
complete -c dvcheck -n '__dvcheck_argument 1- sergeant' -f -a '(__fish_complete_directories)'

# dvcheck report
complete -c dvcheck -n '__dvcheck_option report' -l format -r -f -a 'markdown html pdf json text' -d 'The format, if not by the suffix of FILE.'
complete -c dvcheck -n '__dvcheck_option report' -l form -r -f -d 'Fill in this form of the checklists instead.'
complete -c dvcheck -n '__dvcheck_option report' -s o -l output -r -F -d 'Write to a file; - is standard output.'
complete -c dvcheck -n '__dvcheck_option report' -l force -d 'Replace a file that exists already.'
complete -c dvcheck -n '__dvcheck_option report' -l open -d 'Open it with the system\'s own program.'
complete -c dvcheck -n '__dvcheck_option report' -l copy -d 'Copy the form of one line to the clipboard.'
complete -c dvcheck -n '__dvcheck_option report' -l include-sensitive -d 'Include sensitive answers.'
complete -c dvcheck -n '__dvcheck_option report' -l pack -r -f -a '(__dvcheck_packs)' -d 'Use this pack (or DVCHECK_PACK).'
complete -c dvcheck -n '__dvcheck_option report' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option report' -l help -d 'Show this message and exit.'

# dvcheck assess
complete -c dvcheck -n '__dvcheck_option assess' -l receipt -r -F -d 'Check the JSON of a report; exit with 1 if it differs.'
complete -c dvcheck -n '__dvcheck_option assess' -l batch -r -F -d 'Assess many cases, a line of JSON each.'
complete -c dvcheck -n '__dvcheck_option assess' -l jobs -r -f -d 'Processes of a batch.'
complete -c dvcheck -n '__dvcheck_option assess' -l checklist -r -f -a '(__dvcheck_checklists came-up children evidence incident order order-type papers parties proof-of-service receipt reporting serve-order served standby verify-order)' -d 'The checklist of the answers.'
complete -c dvcheck -n '__dvcheck_option assess' -l all -d 'Include duties that do not arise.'
complete -c dvcheck -n '__dvcheck_option assess' -l include-sensitive -d 'Include sensitive answers.'
complete -c dvcheck -n '__dvcheck_option assess' -l format -r -f -a 'text json' -d 'How to print the result.'
complete -c dvcheck -n '__dvcheck_option assess' -s o -l output -r -F -d 'Write to a file; - is standard output.'
complete -c dvcheck -n '__dvcheck_option assess' -l plain -d 'Print lines for a screen reader or pipe.'
complete -c dvcheck -n '__dvcheck_option assess' -l no-color -d 'Print no color.'
complete -c dvcheck -n '__dvcheck_option assess' -l pack -r -f -a '(__dvcheck_packs)' -d 'Use this pack (or DVCHECK_PACK).'
complete -c dvcheck -n '__dvcheck_option assess' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option assess' -l help -d 'Show this message and exit.'
complete -c dvcheck -n '__dvcheck_argument 1 assess' -f -k -a '(__fish_complete_suffix .yaml)'

# dvcheck push
complete -c dvcheck -n '__dvcheck_option push' -l dry-run -d 'Read what waits and say what would be sent. Send nothing.'
complete -c dvcheck -n '__dvcheck_option push' -l status -d 'Ask what the precinct has, since when, and what waits.'
complete -c dvcheck -n '__dvcheck_option push' -l quiet -d 'Say nothing if all is well: for a timer.'
complete -c dvcheck -n '__dvcheck_option push' -l plain -d 'Print lines for a screen reader or pipe.'
complete -c dvcheck -n '__dvcheck_option push' -l no-color -d 'Print no color.'
complete -c dvcheck -n '__dvcheck_option push' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option push' -l help -d 'Show this message and exit.'

# dvcheck board
complete -c dvcheck -n '__dvcheck_option board' -l once -d 'Print it once.'
complete -c dvcheck -n '__dvcheck_option board' -l check -d 'Exit with 1 unless all is clear.'
complete -c dvcheck -n '__dvcheck_option board' -l officer -r -f -a '(__dvcheck_checklists came-up children evidence incident order order-type papers parties proof-of-service receipt reporting serve-order served standby verify-order)' -d 'Show only this officer\'s cases.'
complete -c dvcheck -n '__dvcheck_option board' -l section -r -f -d 'Show only duties of this section.'
complete -c dvcheck -n '__dvcheck_option board' -l on-duty -d 'Show only officers whose shift runs now.'
complete -c dvcheck -n '__dvcheck_option board' -l web -d 'Show it in a browser on this computer.'
complete -c dvcheck -n '__dvcheck_option board' -l port -r -f -d 'The port of --web.'
complete -c dvcheck -n '__dvcheck_option board' -l open -d 'Open the browser too.'
complete -c dvcheck -n '__dvcheck_option board' -l format -r -f -a 'text json' -d 'How to print the result.'
complete -c dvcheck -n '__dvcheck_option board' -l plain -d 'Print lines for a screen reader or pipe.'
complete -c dvcheck -n '__dvcheck_option board' -l no-color -d 'Print no color.'
complete -c dvcheck -n '__dvcheck_option board' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option board' -l help -d 'Show this message and exit.'

# dvcheck precinct
complete -c dvcheck -n '__dvcheck_argument 1 precinct' -a try -d 'Try a fictional precinct on this computer.'
complete -c dvcheck -n '__dvcheck_argument 1 precinct' -a migrate -d 'Create or update the tables of a precinct.'
complete -c dvcheck -n '__dvcheck_argument 1 precinct' -a people -d 'Say who may log in, where, and in which role.'
complete -c dvcheck -n '__dvcheck_argument 1 precinct' -a verify -d 'Verify every journal in the precinct.'
complete -c dvcheck -n '__dvcheck_argument 1 precinct' -a case -d 'Read a case in the precinct, for a reason.'
complete -c dvcheck -n '__dvcheck_argument 1 precinct' -a export -d 'Export the cases, for a reason.'
complete -c dvcheck -n '__dvcheck_argument 1 precinct' -a purge -d 'Erase the content of a case in the precinct.'
complete -c dvcheck -n '__dvcheck_option precinct' -l help -d 'Show this message and exit.'

# dvcheck precinct try
complete -c dvcheck -n '__dvcheck_option precinct try' -l once -d 'Print the board once, and end.'
complete -c dvcheck -n '__dvcheck_option precinct try' -l web -d 'Show it in a browser on this computer.'
complete -c dvcheck -n '__dvcheck_option precinct try' -l open -d 'Open the browser too.'
complete -c dvcheck -n '__dvcheck_option precinct try' -l plain -d 'Print lines for a screen reader or pipe.'
complete -c dvcheck -n '__dvcheck_option precinct try' -l no-color -d 'Print no color.'
complete -c dvcheck -n '__dvcheck_option precinct try' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option precinct try' -l help -d 'Show this message and exit.'

# dvcheck precinct migrate
complete -c dvcheck -n '__dvcheck_option precinct migrate' -l dsn -r -f -d 'Connect with this, not with config.toml.'
complete -c dvcheck -n '__dvcheck_option precinct migrate' -l plain -d 'Print lines for a screen reader or pipe.'
complete -c dvcheck -n '__dvcheck_option precinct migrate' -l no-color -d 'Print no color.'
complete -c dvcheck -n '__dvcheck_option precinct migrate' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option precinct migrate' -l help -d 'Show this message and exit.'

# dvcheck precinct people
complete -c dvcheck -n '__dvcheck_argument 1 precinct people' -a apply -d 'Set the logins of a precinct from a file.'
complete -c dvcheck -n '__dvcheck_option precinct people' -l help -d 'Show this message and exit.'

# dvcheck precinct people apply
complete -c dvcheck -n '__dvcheck_option precinct people apply' -l dry-run -d 'Say what would change. Change nothing.'
complete -c dvcheck -n '__dvcheck_option precinct people apply' -l dsn -r -f -d 'Connect with this, not with config.toml.'
complete -c dvcheck -n '__dvcheck_option precinct people apply' -l plain -d 'Print lines for a screen reader or pipe.'
complete -c dvcheck -n '__dvcheck_option precinct people apply' -l no-color -d 'Print no color.'
complete -c dvcheck -n '__dvcheck_option precinct people apply' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option precinct people apply' -l help -d 'Show this message and exit.'
complete -c dvcheck -n '__dvcheck_argument 1 precinct people apply' -F

# dvcheck precinct verify
complete -c dvcheck -n '__dvcheck_option precinct verify' -l against -r -F -d 'Compare with a CSV: journal,seq,hash.'
complete -c dvcheck -n '__dvcheck_option precinct verify' -l assess -d 'Compute the board again. It reads answers.'
complete -c dvcheck -n '__dvcheck_option precinct verify' -l reason -r -f -d 'Why you read answers. It is recorded first.'
complete -c dvcheck -n '__dvcheck_option precinct verify' -l format -r -f -a 'text json' -d 'How to print the result.'
complete -c dvcheck -n '__dvcheck_option precinct verify' -l plain -d 'Print lines for a screen reader or pipe.'
complete -c dvcheck -n '__dvcheck_option precinct verify' -l no-color -d 'Print no color.'
complete -c dvcheck -n '__dvcheck_option precinct verify' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option precinct verify' -l help -d 'Show this message and exit.'

# dvcheck precinct case
complete -c dvcheck -n '__dvcheck_option precinct case' -l reason -r -f -d 'Why you read it. The reason is recorded first.'
complete -c dvcheck -n '__dvcheck_option precinct case' -l include-sensitive -d 'Include sensitive answers.'
complete -c dvcheck -n '__dvcheck_option precinct case' -l plain -d 'Print lines for a screen reader or pipe.'
complete -c dvcheck -n '__dvcheck_option precinct case' -l no-color -d 'Print no color.'
complete -c dvcheck -n '__dvcheck_option precinct case' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option precinct case' -l help -d 'Show this message and exit.'

# dvcheck precinct export
complete -c dvcheck -n '__dvcheck_option precinct export' -l reason -r -f -d 'What the export is for. It is recorded first.'
complete -c dvcheck -n '__dvcheck_option precinct export' -s o -l output -r -F -d 'Write to a file; - is standard output.'
complete -c dvcheck -n '__dvcheck_option precinct export' -l force -d 'Replace a file that exists already.'
complete -c dvcheck -n '__dvcheck_option precinct export' -l name-officers -d 'Name the officers and the cases. Needs --order.'
complete -c dvcheck -n '__dvcheck_option precinct export' -l order -r -f -d 'The complaint or court order that names them.'
complete -c dvcheck -n '__dvcheck_option precinct export' -l plain -d 'Print lines for a screen reader or pipe.'
complete -c dvcheck -n '__dvcheck_option precinct export' -l no-color -d 'Print no color.'
complete -c dvcheck -n '__dvcheck_option precinct export' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option precinct export' -l help -d 'Show this message and exit.'

# dvcheck precinct purge
complete -c dvcheck -n '__dvcheck_option precinct purge' -l reason -r -f -d 'Why you erase it. The reason is recorded.'
complete -c dvcheck -n '__dvcheck_option precinct purge' -l yes -d 'Do not ask.'
complete -c dvcheck -n '__dvcheck_option precinct purge' -l plain -d 'Print lines for a screen reader or pipe.'
complete -c dvcheck -n '__dvcheck_option precinct purge' -l no-color -d 'Print no color.'
complete -c dvcheck -n '__dvcheck_option precinct purge' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option precinct purge' -l help -d 'Show this message and exit.'

# dvcheck demo
complete -c dvcheck -n '__dvcheck_option demo' -l speed -r -f -d '2 plays twice as fast.'
complete -c dvcheck -n '__dvcheck_option demo' -l step -d 'Wait for a key before each answer.'
complete -c dvcheck -n '__dvcheck_option demo' -l ask -d 'Before each answer, ask the class what it would do.'
complete -c dvcheck -n '__dvcheck_option demo' -l projector -d 'Show bold text in high contrast, for a projector.'
complete -c dvcheck -n '__dvcheck_option demo' -l notes -d 'Show the notes for the instructor.'
complete -c dvcheck -n '__dvcheck_option demo' -l record -r -F -d 'Record it: a .cast and an .svg, or an .svg.'
complete -c dvcheck -n '__dvcheck_option demo' -l force -d 'Replace files that exist.'
complete -c dvcheck -n '__dvcheck_option demo' -l plain -d 'Print lines for a screen reader or pipe.'
complete -c dvcheck -n '__dvcheck_option demo' -l no-color -d 'Print no color.'
complete -c dvcheck -n '__dvcheck_option demo' -l pack -r -f -a '(__dvcheck_packs)' -d 'Use this pack (or DVCHECK_PACK).'
complete -c dvcheck -n '__dvcheck_option demo' -l help -d 'Show this message and exit.'

# dvcheck train
complete -c dvcheck -n '__dvcheck_option train' -l answers -r -f -k -a '(__fish_complete_suffix .yaml)' -d 'Grade the answers in this YAML file.'
complete -c dvcheck -n '__dvcheck_option train' -l rubric -d 'Show what gives and costs points.'
complete -c dvcheck -n '__dvcheck_option train' -l notes -d 'Show the goals and the instructor\'s notes.'
complete -c dvcheck -n '__dvcheck_option train' -l clock -d 'Show how long practice has taken.'
complete -c dvcheck -n '__dvcheck_option train' -l format -r -f -a 'text json' -d 'How to print the result.'
complete -c dvcheck -n '__dvcheck_option train' -l plain -d 'Print lines for a screen reader or pipe.'
complete -c dvcheck -n '__dvcheck_option train' -l quiet -d 'Ring no bell and show no notification.'
complete -c dvcheck -n '__dvcheck_option train' -l no-color -d 'Print no color.'
complete -c dvcheck -n '__dvcheck_option train' -l pack -r -f -a '(__dvcheck_packs)' -d 'Use this pack (or DVCHECK_PACK).'
complete -c dvcheck -n '__dvcheck_option train' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option train' -l help -d 'Show this message and exit.'

# dvcheck scenario
complete -c dvcheck -n '__dvcheck_argument 1 scenario' -a new -d 'Make a scenario from a call that you work.'
complete -c dvcheck -n '__dvcheck_argument 1 scenario' -a handout -d 'Print a scenario for a class, or its solution.'
complete -c dvcheck -n '__dvcheck_option scenario' -l help -d 'Show this message and exit.'

# dvcheck scenario new
complete -c dvcheck -n '__dvcheck_option scenario new' -l checklist -r -f -a '(__dvcheck_checklists came-up children evidence incident order order-type papers parties proof-of-service receipt reporting serve-order served standby verify-order)' -d 'The checklist to work the call in.'
complete -c dvcheck -n '__dvcheck_option scenario new' -l level -r -f -a 'recruit officer instructor' -d 'Who the scenario is for.'
complete -c dvcheck -n '__dvcheck_option scenario new' -s o -l output -r -F -d 'Write to a file; - is standard output.'
complete -c dvcheck -n '__dvcheck_option scenario new' -l force -d 'Replace a file that exists already.'
complete -c dvcheck -n '__dvcheck_option scenario new' -l plain -d 'Print lines for a screen reader or pipe.'
complete -c dvcheck -n '__dvcheck_option scenario new' -l quiet -d 'Ring no bell and show no notification.'
complete -c dvcheck -n '__dvcheck_option scenario new' -l no-color -d 'Print no color.'
complete -c dvcheck -n '__dvcheck_option scenario new' -l pack -r -f -a '(__dvcheck_packs)' -d 'Use this pack (or DVCHECK_PACK).'
complete -c dvcheck -n '__dvcheck_option scenario new' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option scenario new' -l help -d 'Show this message and exit.'

# dvcheck scenario handout
complete -c dvcheck -n '__dvcheck_option scenario handout' -l solution -d 'Write the solution sheet for the instructor.'
complete -c dvcheck -n '__dvcheck_option scenario handout' -l goals -d 'Print the goals, which may give answers away.'
complete -c dvcheck -n '__dvcheck_option scenario handout' -l format -r -f -a 'markdown html pdf' -d 'Markdown, HTML or PDF.'
complete -c dvcheck -n '__dvcheck_option scenario handout' -s o -l output -r -F -d 'Write to a file; - is standard output.'
complete -c dvcheck -n '__dvcheck_option scenario handout' -l force -d 'Replace a file that exists already.'
complete -c dvcheck -n '__dvcheck_option scenario handout' -l pack -r -f -a '(__dvcheck_packs)' -d 'Use this pack (or DVCHECK_PACK).'
complete -c dvcheck -n '__dvcheck_option scenario handout' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option scenario handout' -l help -d 'Show this message and exit.'

# dvcheck pack
complete -c dvcheck -n '__dvcheck_argument 1 pack' -a validate -d 'Check a pack for errors.'
complete -c dvcheck -n '__dvcheck_argument 1 pack' -a coverage -d 'List the policy\'s statements and what cites each.'
complete -c dvcheck -n '__dvcheck_argument 1 pack' -a test -d 'Run the scenarios of a pack.'
complete -c dvcheck -n '__dvcheck_argument 1 pack' -a build -d 'Build one file of a sound pack.'
complete -c dvcheck -n '__dvcheck_argument 1 pack' -a install -d 'Install a pack beside the others.'
complete -c dvcheck -n '__dvcheck_argument 1 pack' -a list -d 'List the packs, and say which is in use.'
complete -c dvcheck -n '__dvcheck_argument 1 pack' -a use -d 'Choose the pack of new cases.'
complete -c dvcheck -n '__dvcheck_argument 1 pack' -a remove -d 'Remove a pack that is not in use.'
complete -c dvcheck -n '__dvcheck_option pack' -l help -d 'Show this message and exit.'

# dvcheck pack validate
complete -c dvcheck -n '__dvcheck_option pack validate' -l format -r -f -a 'text json' -d 'How to print the result.'
complete -c dvcheck -n '__dvcheck_option pack validate' -l pack -r -f -a '(__dvcheck_packs)' -d 'Use this pack (or DVCHECK_PACK).'
complete -c dvcheck -n '__dvcheck_option pack validate' -l help -d 'Show this message and exit.'
complete -c dvcheck -n '__dvcheck_argument 1 pack validate' -f -a '(__dvcheck_packs)'

# dvcheck pack coverage
complete -c dvcheck -n '__dvcheck_option pack coverage' -l format -r -f -a 'text json' -d 'How to print the result.'
complete -c dvcheck -n '__dvcheck_option pack coverage' -l pack -r -f -a '(__dvcheck_packs)' -d 'Use this pack (or DVCHECK_PACK).'
complete -c dvcheck -n '__dvcheck_option pack coverage' -l help -d 'Show this message and exit.'
complete -c dvcheck -n '__dvcheck_argument 1 pack coverage' -f -a '(__dvcheck_packs)'

# dvcheck pack test
complete -c dvcheck -n '__dvcheck_option pack test' -l format -r -f -a 'text json' -d 'How to print the result.'
complete -c dvcheck -n '__dvcheck_option pack test' -l pack -r -f -a '(__dvcheck_packs)' -d 'Use this pack (or DVCHECK_PACK).'
complete -c dvcheck -n '__dvcheck_option pack test' -l help -d 'Show this message and exit.'
complete -c dvcheck -n '__dvcheck_argument 1 pack test' -f -a '(__dvcheck_packs)'

# dvcheck pack build
complete -c dvcheck -n '__dvcheck_option pack build' -s o -l output -r -F -d 'Write to a file; - is standard output.'
complete -c dvcheck -n '__dvcheck_option pack build' -l pack -r -f -a '(__dvcheck_packs)' -d 'Use this pack (or DVCHECK_PACK).'
complete -c dvcheck -n '__dvcheck_option pack build' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option pack build' -l help -d 'Show this message and exit.'
complete -c dvcheck -n '__dvcheck_argument 1 pack build' -f -a '(__dvcheck_packs)'

# dvcheck pack install
complete -c dvcheck -n '__dvcheck_option pack install' -l no-color -d 'Print no color.'
complete -c dvcheck -n '__dvcheck_option pack install' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option pack install' -l help -d 'Show this message and exit.'
complete -c dvcheck -n '__dvcheck_argument 1 pack install' -F

# dvcheck pack list
complete -c dvcheck -n '__dvcheck_option pack list' -l format -r -f -a 'text json' -d 'How to print the result.'
complete -c dvcheck -n '__dvcheck_option pack list' -l plain -d 'Print lines for a screen reader or pipe.'
complete -c dvcheck -n '__dvcheck_option pack list' -l no-color -d 'Print no color.'
complete -c dvcheck -n '__dvcheck_option pack list' -l pack -r -f -a '(__dvcheck_packs)' -d 'Use this pack (or DVCHECK_PACK).'
complete -c dvcheck -n '__dvcheck_option pack list' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option pack list' -l help -d 'Show this message and exit.'

# dvcheck pack use
complete -c dvcheck -n '__dvcheck_option pack use' -l no-color -d 'Print no color.'
complete -c dvcheck -n '__dvcheck_option pack use' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option pack use' -l help -d 'Show this message and exit.'
complete -c dvcheck -n '__dvcheck_argument 1 pack use' -f -a '(__dvcheck_installed ppb-0825.00)'

# dvcheck pack remove
complete -c dvcheck -n '__dvcheck_option pack remove' -l no-color -d 'Print no color.'
complete -c dvcheck -n '__dvcheck_option pack remove' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option pack remove' -l help -d 'Show this message and exit.'
complete -c dvcheck -n '__dvcheck_argument 1 pack remove' -f -a '(__dvcheck_installed ppb-0825.00)'

# dvcheck journal
complete -c dvcheck -n '__dvcheck_argument 1 journal' -a verify -d 'Verify that every entry is as recorded.'
complete -c dvcheck -n '__dvcheck_argument 1 journal' -a backup -d 'Write a backup of the journal.'
complete -c dvcheck -n '__dvcheck_argument 1 journal' -a restore -d 'Replace the journal with a backup.'
complete -c dvcheck -n '__dvcheck_argument 1 journal' -a export -d 'Export all that can be read, as JSON Lines.'
complete -c dvcheck -n '__dvcheck_argument 1 journal' -a encrypt -d 'Encrypt the journal (AES-256).'
complete -c dvcheck -n '__dvcheck_argument 1 journal' -a decrypt -d 'Remove the encryption of the journal.'
complete -c dvcheck -n '__dvcheck_argument 1 journal' -a rekey -d 'Change the passphrase or key of the journal.'
complete -c dvcheck -n '__dvcheck_option journal' -l help -d 'Show this message and exit.'

# dvcheck journal verify
complete -c dvcheck -n '__dvcheck_option journal verify' -l head -r -f -d 'Require this code of an earlier report.'
complete -c dvcheck -n '__dvcheck_option journal verify' -l accept -d 'Record that you looked into missing entries.'
complete -c dvcheck -n '__dvcheck_option journal verify' -l format -r -f -a 'text json' -d 'How to print the result.'
complete -c dvcheck -n '__dvcheck_option journal verify' -l no-color -d 'Print no color.'
complete -c dvcheck -n '__dvcheck_option journal verify' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option journal verify' -l help -d 'Show this message and exit.'

# dvcheck journal backup
complete -c dvcheck -n '__dvcheck_option journal backup' -l passphrase-file -r -F -d 'Read the passphrase from a file.'
complete -c dvcheck -n '__dvcheck_option journal backup' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option journal backup' -l help -d 'Show this message and exit.'
complete -c dvcheck -n '__dvcheck_argument 1 journal backup' -F

# dvcheck journal restore
complete -c dvcheck -n '__dvcheck_option journal restore' -l yes -d 'Go on if entries would be lost.'
complete -c dvcheck -n '__dvcheck_option journal restore' -l passphrase-file -r -F -d 'Read the passphrase from a file.'
complete -c dvcheck -n '__dvcheck_option journal restore' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option journal restore' -l help -d 'Show this message and exit.'
complete -c dvcheck -n '__dvcheck_argument 1 journal restore' -F

# dvcheck journal export
complete -c dvcheck -n '__dvcheck_option journal export' -s o -l output -r -F -d 'Write to a file; - is standard output.'
complete -c dvcheck -n '__dvcheck_option journal export' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option journal export' -l help -d 'Show this message and exit.'

# dvcheck journal encrypt
complete -c dvcheck -n '__dvcheck_option journal encrypt' -l passphrase-file -r -F -d 'Read the passphrase from a file.'
complete -c dvcheck -n '__dvcheck_option journal encrypt' -l keyring -d 'Keep a random key in the system\'s keyring.'
complete -c dvcheck -n '__dvcheck_option journal encrypt' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option journal encrypt' -l help -d 'Show this message and exit.'

# dvcheck journal decrypt
complete -c dvcheck -n '__dvcheck_option journal decrypt' -l passphrase-file -r -F -d 'Read the passphrase from a file.'
complete -c dvcheck -n '__dvcheck_option journal decrypt' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option journal decrypt' -l help -d 'Show this message and exit.'

# dvcheck journal rekey
complete -c dvcheck -n '__dvcheck_option journal rekey' -l passphrase-file -r -F -d 'Read the passphrase from a file.'
complete -c dvcheck -n '__dvcheck_option journal rekey' -l new-passphrase-file -r -F -d 'Read the new passphrase from a file.'
complete -c dvcheck -n '__dvcheck_option journal rekey' -l keyring -d 'Keep a random key in the system\'s keyring.'
complete -c dvcheck -n '__dvcheck_option journal rekey' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option journal rekey' -l help -d 'Show this message and exit.'

# dvcheck purge
complete -c dvcheck -n '__dvcheck_option purge' -l older-than -r -f -d 'Only cases closed longer ago than this.'
complete -c dvcheck -n '__dvcheck_option purge' -l yes -d 'Do not ask.'
complete -c dvcheck -n '__dvcheck_option purge' -l plain -d 'Print lines for a screen reader or pipe.'
complete -c dvcheck -n '__dvcheck_option purge' -l no-color -d 'Print no color.'
complete -c dvcheck -n '__dvcheck_option purge' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option purge' -l help -d 'Show this message and exit.'

# dvcheck config
complete -c dvcheck -n '__dvcheck_option config' -l format -r -f -a 'text json' -d 'How to print the result.'
complete -c dvcheck -n '__dvcheck_option config' -l plain -d 'Print lines for a screen reader or pipe.'
complete -c dvcheck -n '__dvcheck_option config' -l no-color -d 'Print no color.'
complete -c dvcheck -n '__dvcheck_option config' -l pack -r -f -a '(__dvcheck_packs)' -d 'Use this pack (or DVCHECK_PACK).'
complete -c dvcheck -n '__dvcheck_option config' -l home -r -f -a '(__fish_complete_directories)' -d 'Keep the journal there (or DVCHECK_HOME).'
complete -c dvcheck -n '__dvcheck_option config' -l help -d 'Show this message and exit.'
