# Tab completion of dvcheck for bash, 3.2 (macOS) and later.
#
# Install, one of:
#   - with the bash-completion package, copy this file to
#     ~/.local/share/bash-completion/completions/dvcheck
#   - without it, add this line to ~/.bashrc (macOS: ~/.bash_profile):
#     source /path/to/dvcheck.bash
#
# Written by completions/generate.py; change that file, not this one.

# Sets what may follow the command $1.
_dvcheck_command() {
    case $1 in
        '')
            commands='incident verify-order serve-order standby walk contacts policy outstanding cases show explain done amend note close case shift sergeant report assess push board precinct demo train scenario pack journal purge config'
            options='--version --plain --quiet --help'
            takes=''
            repeats=''
            many=0 ;;
        'incident')
            commands=''
            options='--number --new --answers --shift-ends --format --include-sensitive --no-sensitive --plain --quiet --no-color --pack --home --help'
            takes='--number --answers --shift-ends --format --pack --home'
            repeats=''
            many=0 ;;
        'verify-order')
            commands=''
            options='--number --new --answers --shift-ends --format --include-sensitive --no-sensitive --plain --quiet --no-color --pack --home --help'
            takes='--number --answers --shift-ends --format --pack --home'
            repeats=''
            many=0 ;;
        'serve-order')
            commands=''
            options='--number --new --answers --shift-ends --format --include-sensitive --no-sensitive --plain --quiet --no-color --pack --home --help'
            takes='--number --answers --shift-ends --format --pack --home'
            repeats=''
            many=0 ;;
        'standby')
            commands=''
            options='--number --new --answers --shift-ends --format --include-sensitive --no-sensitive --plain --quiet --no-color --pack --home --help'
            takes='--number --answers --shift-ends --format --pack --home'
            repeats=''
            many=0 ;;
        'walk')
            commands=''
            options='--number --new --answers --shift-ends --format --include-sensitive --no-sensitive --plain --quiet --no-color --pack --home --help'
            takes='--number --answers --shift-ends --format --pack --home'
            repeats=''
            many=0 ;;
        'contacts')
            commands=''
            options='--card --lang --draft --discreet --large --case --format -o --output --force --plain --no-color --pack --home --help'
            takes='--lang --case --format -o --output --pack --home'
            repeats=''
            many=0 ;;
        'policy')
            commands=''
            options='--format --plain --no-color --pack --help'
            takes='--format --pack'
            repeats=''
            many=0 ;;
        'outstanding')
            commands=''
            options='--check --watch --why --format --plain --quiet --no-color --pack --home --help'
            takes='--format --pack --home'
            repeats=''
            many=0 ;;
        'cases')
            commands=''
            options='--closed --all --format --plain --no-color --pack --home --help'
            takes='--format --pack --home'
            repeats=''
            many=0 ;;
        'show')
            commands=''
            options='--all --include-sensitive --why --format --plain --no-color --pack --home --help'
            takes='--format --pack --home'
            repeats=''
            many=0 ;;
        'explain')
            commands=''
            options='--include-sensitive --format --plain --no-color --pack --home --help'
            takes='--format --pack --home'
            repeats=''
            many=0 ;;
        'done')
            commands=''
            options='--not-feasible --reason --reopen --format --plain --no-color --pack --home --help'
            takes='--reason --format --pack --home'
            repeats=''
            many=2 ;;
        'amend')
            commands=''
            options='--number --rename --plain --no-color --pack --home --help'
            takes='--number --rename --pack --home'
            repeats='--rename'
            many=0 ;;
        'note')
            commands=''
            options='--plain --no-color --pack --home --help'
            takes='--pack --home'
            repeats=''
            many=2 ;;
        'close')
            commands=''
            options='--reason --reopen --yes --plain --no-color --pack --home --help'
            takes='--reason --pack --home'
            repeats=''
            many=0 ;;
        'case')
            commands='hand-over take-over repack'
            options='--help'
            takes=''
            repeats=''
            many=0 ;;
        'case hand-over')
            commands=''
            options='-o --output --force --reason --plain --no-color --pack --home --help'
            takes='-o --output --reason --pack --home'
            repeats=''
            many=0 ;;
        'case take-over')
            commands=''
            options='--yes --no-sensitive --plain --no-color --pack --home --help'
            takes='--pack --home'
            repeats=''
            many=0 ;;
        'case repack')
            commands=''
            options='--yes --include-sensitive --format --plain --no-color --pack --home --help'
            takes='--format --pack --home'
            repeats=''
            many=0 ;;
        'shift')
            commands='start extend status end handover'
            options='--help'
            takes=''
            repeats=''
            many=0 ;;
        'shift start')
            commands=''
            options='--ends --began --officer --plain --no-color --pack --home --help'
            takes='--ends --began --officer --pack --home'
            repeats=''
            many=0 ;;
        'shift extend')
            commands=''
            options='--ends --plain --no-color --pack --home --help'
            takes='--ends --pack --home'
            repeats=''
            many=0 ;;
        'shift status')
            commands=''
            options='--format --plain --no-color --pack --home --help'
            takes='--format --pack --home'
            repeats=''
            many=0 ;;
        'shift end')
            commands=''
            options='--format -o --output --force --plain --no-color --pack --home --help'
            takes='--format -o --output --pack --home'
            repeats=''
            many=0 ;;
        'shift handover')
            commands=''
            options='--back --format -o --output --force --pack --home --help'
            takes='--back --format -o --output --pack --home'
            repeats=''
            many=0 ;;
        'sergeant')
            commands=''
            options='--check --why --format --plain --no-color --help'
            takes='--format'
            repeats=''
            many=1 ;;
        'report')
            commands=''
            options='--format --form -o --output --force --open --copy --include-sensitive --pack --home --help'
            takes='--format --form -o --output --pack --home'
            repeats=''
            many=0 ;;
        'assess')
            commands=''
            options='--receipt --batch --jobs --checklist --all --include-sensitive --format -o --output --plain --no-color --pack --home --help'
            takes='--receipt --batch --jobs --checklist --format -o --output --pack --home'
            repeats=''
            many=0 ;;
        'push')
            commands=''
            options='--dry-run --status --quiet --plain --no-color --home --help'
            takes='--home'
            repeats=''
            many=0 ;;
        'board')
            commands=''
            options='--once --check --officer --section --on-duty --web --port --open --format --plain --no-color --home --help'
            takes='--officer --section --port --format --home'
            repeats='--officer --section'
            many=0 ;;
        'precinct')
            commands='try migrate people verify case export purge'
            options='--help'
            takes=''
            repeats=''
            many=0 ;;
        'precinct try')
            commands=''
            options='--once --web --open --plain --no-color --home --help'
            takes='--home'
            repeats=''
            many=0 ;;
        'precinct migrate')
            commands=''
            options='--dsn --plain --no-color --home --help'
            takes='--dsn --home'
            repeats=''
            many=0 ;;
        'precinct people')
            commands='apply'
            options='--help'
            takes=''
            repeats=''
            many=0 ;;
        'precinct people apply')
            commands=''
            options='--dry-run --dsn --plain --no-color --home --help'
            takes='--dsn --home'
            repeats=''
            many=0 ;;
        'precinct verify')
            commands=''
            options='--against --assess --reason --format --plain --no-color --home --help'
            takes='--against --reason --format --home'
            repeats=''
            many=0 ;;
        'precinct case')
            commands=''
            options='--reason --include-sensitive --plain --no-color --home --help'
            takes='--reason --home'
            repeats=''
            many=0 ;;
        'precinct export')
            commands=''
            options='--reason -o --output --force --name-officers --order --plain --no-color --home --help'
            takes='--reason -o --output --order --home'
            repeats=''
            many=0 ;;
        'precinct purge')
            commands=''
            options='--reason --yes --plain --no-color --home --help'
            takes='--reason --home'
            repeats=''
            many=0 ;;
        'demo')
            commands=''
            options='--speed --step --ask --projector --notes --record --force --plain --no-color --pack --help'
            takes='--speed --record --pack'
            repeats=''
            many=0 ;;
        'train')
            commands=''
            options='--answers --rubric --notes --clock --format --plain --quiet --no-color --pack --home --help'
            takes='--answers --format --pack --home'
            repeats=''
            many=0 ;;
        'scenario')
            commands='new handout'
            options='--help'
            takes=''
            repeats=''
            many=0 ;;
        'scenario new')
            commands=''
            options='--checklist --level -o --output --force --plain --quiet --no-color --pack --home --help'
            takes='--checklist --level -o --output --pack --home'
            repeats=''
            many=0 ;;
        'scenario handout')
            commands=''
            options='--solution --goals --format -o --output --force --pack --home --help'
            takes='--format -o --output --pack --home'
            repeats=''
            many=0 ;;
        'pack')
            commands='validate coverage test build install list use remove'
            options='--help'
            takes=''
            repeats=''
            many=0 ;;
        'pack validate')
            commands=''
            options='--format --pack --help'
            takes='--format --pack'
            repeats=''
            many=0 ;;
        'pack coverage')
            commands=''
            options='--format --pack --help'
            takes='--format --pack'
            repeats=''
            many=0 ;;
        'pack test')
            commands=''
            options='--format --pack --help'
            takes='--format --pack'
            repeats=''
            many=0 ;;
        'pack build')
            commands=''
            options='-o --output --pack --home --help'
            takes='-o --output --pack --home'
            repeats=''
            many=0 ;;
        'pack install')
            commands=''
            options='--no-color --home --help'
            takes='--home'
            repeats=''
            many=0 ;;
        'pack list')
            commands=''
            options='--format --plain --no-color --pack --home --help'
            takes='--format --pack --home'
            repeats=''
            many=0 ;;
        'pack use')
            commands=''
            options='--no-color --home --help'
            takes='--home'
            repeats=''
            many=0 ;;
        'pack remove')
            commands=''
            options='--no-color --home --help'
            takes='--home'
            repeats=''
            many=0 ;;
        'journal')
            commands='verify backup restore export encrypt decrypt rekey'
            options='--help'
            takes=''
            repeats=''
            many=0 ;;
        'journal verify')
            commands=''
            options='--head --accept --format --no-color --home --help'
            takes='--head --format --home'
            repeats=''
            many=0 ;;
        'journal backup')
            commands=''
            options='--passphrase-file --home --help'
            takes='--passphrase-file --home'
            repeats=''
            many=0 ;;
        'journal restore')
            commands=''
            options='--yes --passphrase-file --home --help'
            takes='--passphrase-file --home'
            repeats=''
            many=0 ;;
        'journal export')
            commands=''
            options='-o --output --home --help'
            takes='-o --output --home'
            repeats=''
            many=0 ;;
        'journal encrypt')
            commands=''
            options='--passphrase-file --keyring --home --help'
            takes='--passphrase-file --home'
            repeats=''
            many=0 ;;
        'journal decrypt')
            commands=''
            options='--passphrase-file --home --help'
            takes='--passphrase-file --home'
            repeats=''
            many=0 ;;
        'journal rekey')
            commands=''
            options='--passphrase-file --new-passphrase-file --keyring --home --help'
            takes='--passphrase-file --new-passphrase-file --home'
            repeats=''
            many=0 ;;
        'purge')
            commands=''
            options='--older-than --yes --plain --no-color --home --help'
            takes='--older-than --home'
            repeats=''
            many=0 ;;
        'config')
            commands=''
            options='--format --plain --no-color --pack --home --help'
            takes='--format --pack --home'
            repeats=''
            many=0 ;;
    esac
}

# Completes a value: $1 is the command and the option before the value, or the position of the argument.
_dvcheck_value() {
    case $1 in
        'incident --answers' | 'verify-order --answers' | 'serve-order --answers' | 'standby --answers' | 'walk --answers' | 'assess 1' | 'train --answers') _dvcheck_paths yaml ;;
        'incident --format' | 'verify-order --format' | 'serve-order --format' | 'standby --format' | 'walk --format' | 'policy --format' | 'outstanding --format' | 'cases --format' | 'show --format' | 'explain --format' | 'done --format' | 'case repack --format' | 'shift status --format' | 'shift end --format' | 'sergeant --format' | 'assess --format' | 'board --format' | 'precinct verify --format' | 'train --format' | 'pack validate --format' | 'pack coverage --format' | 'pack test --format' | 'pack list --format' | 'journal verify --format' | 'config --format') _dvcheck_words 'text json' ;;
        'incident --pack' | 'verify-order --pack' | 'serve-order --pack' | 'standby --pack' | 'walk --pack' | 'contacts --pack' | 'policy --pack' | 'outstanding --pack' | 'cases --pack' | 'show --pack' | 'explain --pack' | 'done --pack' | 'amend --pack' | 'note --pack' | 'close --pack' | 'case hand-over --pack' | 'case take-over --pack' | 'case repack --pack' | 'shift start --pack' | 'shift extend --pack' | 'shift status --pack' | 'shift end --pack' | 'shift handover --pack' | 'report --pack' | 'assess --pack' | 'demo --pack' | 'train --pack' | 'scenario new --pack' | 'scenario handout --pack' | 'pack validate --pack' | 'pack validate 1' | 'pack coverage --pack' | 'pack coverage 1' | 'pack test --pack' | 'pack test 1' | 'pack build --pack' | 'pack build 1' | 'pack list --pack' | 'config --pack') _dvcheck_pack ;;
        'incident --home' | 'verify-order --home' | 'serve-order --home' | 'standby --home' | 'walk --home' | 'contacts --home' | 'outstanding --home' | 'cases --home' | 'show --home' | 'explain --home' | 'done --home' | 'amend --home' | 'note --home' | 'close --home' | 'case hand-over --home' | 'case take-over --home' | 'case repack --home' | 'shift start --home' | 'shift extend --home' | 'shift status --home' | 'shift end --home' | 'shift handover --home' | 'sergeant 1' | 'report --home' | 'assess --home' | 'push --home' | 'board --home' | 'precinct try --home' | 'precinct migrate --home' | 'precinct people apply --home' | 'precinct verify --home' | 'precinct case --home' | 'precinct export --home' | 'precinct purge --home' | 'train --home' | 'scenario new --home' | 'scenario handout --home' | 'pack build --home' | 'pack install --home' | 'pack list --home' | 'pack use --home' | 'pack remove --home' | 'journal verify --home' | 'journal backup --home' | 'journal restore --home' | 'journal export --home' | 'journal encrypt --home' | 'journal decrypt --home' | 'journal rekey --home' | 'purge --home' | 'config --home') _dvcheck_paths folder ;;
        'walk 1' | 'assess --checklist' | 'board --officer' | 'scenario new --checklist') _dvcheck_words 'came-up children evidence incident order order-type papers parties proof-of-service receipt reporting serve-order served standby verify-order'; _dvcheck_checklist ;;
        'contacts --lang') _dvcheck_words 'es ru uk vi zh-Hans' ;;
        'contacts --format') _dvcheck_words 'text json markdown html pdf' ;;
        'contacts -o' | 'contacts --output' | 'case hand-over -o' | 'case hand-over --output' | 'case take-over 1' | 'shift end -o' | 'shift end --output' | 'shift handover -o' | 'shift handover --output' | 'report -o' | 'report --output' | 'assess --receipt' | 'assess --batch' | 'assess -o' | 'assess --output' | 'precinct people apply 1' | 'precinct verify --against' | 'precinct export -o' | 'precinct export --output' | 'demo --record' | 'scenario new -o' | 'scenario new --output' | 'scenario handout -o' | 'scenario handout --output' | 'pack build -o' | 'pack build --output' | 'pack install 1' | 'journal backup --passphrase-file' | 'journal backup 1' | 'journal restore --passphrase-file' | 'journal restore 1' | 'journal export -o' | 'journal export --output' | 'journal encrypt --passphrase-file' | 'journal decrypt --passphrase-file' | 'journal rekey --passphrase-file' | 'journal rekey --new-passphrase-file') _dvcheck_paths file ;;
        'shift handover --format' | 'report --format') _dvcheck_words 'markdown html pdf json text' ;;
        'scenario new --level') _dvcheck_words 'recruit officer instructor' ;;
        'scenario handout --format') _dvcheck_words 'markdown html pdf' ;;
        'pack use 1' | 'pack remove 1') _dvcheck_words 'ppb-0825.00'; _dvcheck_installed ;;
    esac
}

_dvcheck_words() {
    local word
    for word in $1; do
        case $word in "$cur"*) COMPREPLY[${#COMPREPLY[@]}]=$lead$word ;; esac
    done
}

_dvcheck_paths() {
    local found
    if type compopt >/dev/null 2>&1; then compopt -o filenames; fi
    while IFS= read -r found; do
        COMPREPLY[${#COMPREPLY[@]}]=$lead$found
    done < <(_dvcheck_"$1")
    # No YAML file begins like this, so any file may be meant.
    if [ "$1" = yaml ] && [ ${#COMPREPLY[@]} -eq 0 ]; then _dvcheck_paths file; fi
}

_dvcheck_yaml() {
    compgen -f -X '!*.yaml' -- "$cur"
    compgen -f -X '!*.yml' -- "$cur"
    compgen -d -- "$cur"
}

_dvcheck_file() { compgen -f -- "$cur"; }

_dvcheck_folder() { compgen -d -- "$cur"; }

_dvcheck_packs_and_folders() {
    compgen -f -X '!*.dvpack' -- "$cur"
    compgen -d -- "$cur"
}

# Prints the folder of the installed packs, as dvcheck finds it if --home names no other.
_dvcheck_folder_of_packs() {
    local home=${DVCHECK_HOME:-}
    if [ -z "$home" ]; then
        for home in "${XDG_DATA_HOME:-${HOME:-}/.local/share}/dvcheck"             "${HOME:-}/Library/Application Support/dvcheck"; do
            if [ -d "$home/installed-packs" ]; then break; fi
        done
    fi
    printf '%s
' "$home/installed-packs"
}

# Completes the checklists of the installed packs.
_dvcheck_checklist() {
    local word file
    file=$(_dvcheck_folder_of_packs)/checklists
    if [ ! -f "$file" ]; then return; fi
    while IFS= read -r word; do
        case $word in '' | *[!a-z0-9-]*) continue ;; esac
        case " ${COMPREPLY[*]-} " in *" $lead$word "*) continue ;; esac
        _dvcheck_words "$word"
    done < "$file"
}

# Completes the names of the installed packs.
_dvcheck_installed() {
    local found
    while IFS= read -r found; do
        found=${found##*/}
        found=${found%.dvpack}
        case $found in *[!A-Za-z0-9._+-]*) ;; *) _dvcheck_words "$found" ;; esac
    done < <(compgen -f -X '!*.dvpack' -- "$(_dvcheck_folder_of_packs)/")
}

_dvcheck_pack() {
    _dvcheck_installed
    _dvcheck_paths packs_and_folders
}

_dvcheck() {
    local IFS=$' \t\n'
    local path='' commands='' options='' takes='' repeats='' many=0
    local cur=${COMP_WORDS[COMP_CWORD]} lead='' word='' option='' given=' ' plain='' left=''
    local i=1 place=1
    COMPREPLY=()
    _dvcheck_command ''

    while [ "$i" -lt "$COMP_CWORD" ]; do
        word=${COMP_WORDS[i]}
        i=$((i + 1))
        case $word in
            # bash 4 and later cut `--format=json` and `14:00` into three words.
            '=') if [ -n "$option" ]; then continue; fi; i=$((i + 1)); continue ;;
            ':') i=$((i + 1)); continue ;;
        esac
        if [ -n "$option" ]; then option=''; continue; fi
        case $plain$word in
            --) plain=1 ;;
            -*)
                case " $repeats " in *" ${word%%=*} "*) ;; *) given="$given${word%%=*} " ;; esac
                case " $takes " in *" $word "*) option=$word ;; esac
                ;;
            *)
                case "$place: $commands " in
                    1:*" $word "*) path=${path:+$path }$word; _dvcheck_command "$path" ;;
                    *) place=$((place + 1)) ;;
                esac
                ;;
        esac
    done

    # After a colon comes the rest of a free text.
    if [ "$i" -gt "$COMP_CWORD" ]; then return; fi
    case $cur in
        '=') if [ -z "$option" ]; then return; fi; cur='' ;;
        ':') return ;;
        --*=*)
            # One word: bash 3.2, or a COMP_WORDBREAKS without `=`, where the full word is replaced.
            if [ -z "$option$plain" ]; then
                option=${cur%%=*}
                cur=${cur#*=}
                case $COMP_WORDBREAKS in *=*) ;; *) lead="$option=" ;; esac
            fi
            ;;
    esac

    if [ -n "$option" ]; then _dvcheck_value "${path:+$path }$option"; return; fi
    case $plain$cur in
        -*)
            for word in $options; do
                case $given in *" $word "*) ;; *) left="$left $word" ;; esac
            done
            _dvcheck_words "$left"
            ;;
        *)
            if [ -n "$commands" ]; then
                if [ "$place" -eq 1 ]; then _dvcheck_words "$commands"; fi
            else
                if [ "$many" -gt 0 ] && [ "$place" -gt "$many" ]; then place=$many; fi
                _dvcheck_value "${path:+$path }$place"
            fi
            ;;
    esac
}

# bash 3.2 cannot say later that a completion is a file name and has to be quoted.
if type compopt >/dev/null 2>&1; then
    complete -F _dvcheck dvcheck
else
    complete -o filenames -F _dvcheck dvcheck
fi
