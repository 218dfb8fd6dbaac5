"""Write the shell completions from the command tree: `python completions/generate.py [--check]`.

The scripts are static: TAB starts no Python. `--check` writes nothing, names the stale files and exits 1.

Why not shtab 1.13: with this tree it loses every value after `--option=` in bash, and with it the position
of the arguments. It forks for every word, and it leaves paths with spaces unquoted in PowerShell. Its reader
of click commands does not know Typer's own copy of click.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import typer

from dvcheck.pack import library

HERE = Path(__file__).parent
Kind = Literal["text", "choice", "yaml", "file", "folder", "checklist", "installed", "pack"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """The value of an option or an argument. `label` is its name in `--help`."""

    kind: Kind
    label: str
    choices: tuple[str, ...] = ()
    many: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """An option with all its spellings; a flag has no value. `ends` is true of `--help` and `--version`."""

    names: tuple[str, ...]
    help: str
    value: Value | None
    repeats: bool
    ends: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command or a group of commands. The path of the program itself is empty."""

    path: tuple[str, ...]
    help: str
    options: tuple[Option, ...]
    arguments: tuple[Value, ...]
    commands: tuple["Command", ...]

    def walk(self) -> Iterator["Command"]:
        """Yield this command and all below it, parents first."""
        yield self
        for command in self.commands:
            yield from command.walk()


# --- The command tree


def read_tree(command: Any, path: tuple[str, ...] = (), parent: Any = None) -> Command:
    """Read the visible part of a Typer command.

    ValueError for a name or a choice that some shell would need quoted.
    """
    context = typer.Context(command, parent=parent, **command.context_settings)
    shown = [p for p in command.get_params(context) if not getattr(p, "hidden", False)]
    below = getattr(command, "commands", {})
    return Command(
        path=path,
        help=_one_line(command.short_help or command.help),
        options=tuple(o for p in shown if p.param_type_name == "option" for o in _options(p)),
        arguments=tuple(_value(p) for p in shown if p.param_type_name == "argument"),
        commands=tuple(
            read_tree(each, (*path, _word(name)), context) for name, each in below.items() if not each.hidden
        ),
    )


def _options(param: Any) -> Iterator[Option]:
    # `--x/--no-x` is one parameter and two options.
    for names in (param.opts, param.secondary_opts):
        if names:
            yield Option(
                # TAB offers --help: who types -h is done.
                names=tuple(_word(name) for name in names if name != "-h"),
                help=_one_line(param.help),
                value=None if param.is_flag or param.count else _value(param),
                repeats=bool(param.multiple or param.count),
                ends=param.is_eager and param.is_flag,
            )


def _value(param: Any) -> Value:
    label = (param.metavar or param.name or "").strip("[].…")
    choices = tuple(_word(str(getattr(c, "value", c))) for c in getattr(param.type, "choices", ()))
    if label == "LANG":
        choices = _shipped_languages()
    kind = _kind(param, label, choices)
    match kind:
        case "checklist":
            choices = _shipped_checklists()
        case "installed":
            choices = (_word(library.shipped_name()),)
        case _:
            pass
    return Value(kind=kind, label=label, choices=choices, many=param.nargs == -1)


def _shipped_checklists() -> tuple[str, ...]:
    """Return the checklists of the shipped pack. The scripts look for those of installed packs."""
    others = ("policy", "contacts", "forms")
    return tuple(
        sorted(_word(p.stem) for p in library.shipped_folder().glob("*.yaml") if p.stem not in others)
    )


def _shipped_languages() -> tuple[str, ...]:
    """Return the languages of the shipped card."""
    return tuple(_word(p.stem) for p in sorted(library.shipped_folder().glob("translations/*.yaml")))


def _kind(param: Any, label: str, choices: tuple[str, ...]) -> Kind:
    if choices:
        return "choice"
    # No other parameter has the metavars of these two.
    if label == "NAME":
        return "checklist"
    if label == "PACK":
        return "pack" if hasattr(param.type, "file_okay") else "installed"
    if not hasattr(param.type, "file_okay"):
        return "text"
    # Folders have one of these metavars; Typer's type for a Path allows both.
    if label in ("DIR", "HOME") or not param.type.file_okay:
        return "folder"
    return "yaml" if "YAML" in (param.help or "") else "file"


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split("\n\n")[0].split())


def _word(text: str) -> str:
    if not re.fullmatch(r"[\w.@+-]+", text, re.ASCII):
        raise ValueError(f"{text!r} cannot be completed unquoted in every shell")
    return text


# --- Bash


def bash(tree: Command) -> str:
    """Return the script for bash 3.2 (macOS) and later, with or without the bash-completion package."""
    keys: dict[str, list[str]] = {}
    for command in tree.walk():
        for name, value in _values(command):
            keys.setdefault(_bash_action(value), []).append(" ".join((*command.path, name)))
    values = [
        f"        {_alternatives(known)}) {action} ;;" for action, known in keys.items() if action != ":"
    ]
    commands = [
        f"        {_alternatives([' '.join(command.path)])})\n"
        f"            commands='{' '.join(c.path[-1] for c in command.commands)}'\n"
        f"            options='{' '.join(n for o in command.options for n in o.names)}'\n"
        f"            takes='{' '.join(n for o in command.options if o.value for n in o.names)}'\n"
        f"            repeats='{' '.join(n for o in command.options if o.repeats for n in o.names)}'\n"
        f"            many={_place_of_many(command)} ;;"
        for command in tree.walk()
    ]
    return _fill(BASH, commands="\n".join(commands), values="\n".join(values))


def _values(command: Command) -> Iterator[tuple[str, Value]]:
    """Yield each value with the option it follows, or with the position of the argument."""
    for option in command.options:
        for name in option.names:
            if option.value:
                yield name, option.value
    for place, value in enumerate(command.arguments, start=1):
        yield str(place), value


def _place_of_many(command: Command) -> int:
    return next((n for n, value in enumerate(command.arguments, start=1) if value.many), 0)


def _bash_action(value: Value) -> str:
    match value.kind:
        case "text":
            return ":"
        case "choice":
            return f"_dvcheck_words '{' '.join(value.choices)}'"
        case "checklist" | "installed" | "pack" as kind:
            offered = f"_dvcheck_words '{' '.join(value.choices)}'; " if value.choices else ""
            return f"{offered}_dvcheck_{kind}"
        case kind:
            return f"_dvcheck_paths {kind}"


def _alternatives(keys: list[str]) -> str:
    return " | ".join(f"'{key}'" for key in keys)


BASH = """\
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
@commands@
    esac
}

# Completes a value: $1 is the command and the option before the value, or the position of the argument.
_dvcheck_value() {
    case $1 in
@values@
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
        for home in "${XDG_DATA_HOME:-${HOME:-}/.local/share}/dvcheck" \
            "${HOME:-}/Library/Application Support/dvcheck"; do
            if [ -d "$home/installed-packs" ]; then break; fi
        done
    fi
    printf '%s\n' "$home/installed-packs"
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
    local IFS=$' \\t\\n'
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
"""


# --- Zsh


def zsh(tree: Command) -> str:
    """Return the script for zsh: one function for each command, as in zsh's own completions."""
    return _fill(
        ZSH,
        functions="\n\n".join(_zsh_function(command) for command in tree.walk()),
        checklists=" ".join(_shipped_checklists()),
        packs=library.shipped_name(),
    )


def _zsh_function(command: Command) -> str:
    specs = [_quoted(spec) for option in command.options for spec in _zsh_option(option)]
    name = _function(command)
    if not command.commands:
        specs += [_quoted(_zsh_argument(value)) for value in command.arguments]
        return f"{name}() {{\n    _arguments -S \\\n        " + " \\\n        ".join(specs) + "\n}"
    specs += [_quoted(f"1:command:{name}_commands"), _quoted("*:: :->below")]
    listed = [_quoted(f"{c.path[-1]}:{_backslashed(c.help, ':')}") for c in command.commands]
    cases = [f"        {c.path[-1]}) {_function(c)} && ret=0 ;;" for c in command.commands]
    return "\n".join(
        (
            f"{name}_commands() {{",
            "    local -a commands",
            "    commands=(",
            *(f"        {each}" for each in listed),
            "    )",
            "    _describe -t commands command commands",
            "}",
            "",
            f"{name}() {{",
            '    local curcontext="$curcontext" context state state_descr line ret=1',
            "    typeset -A opt_args",
            "    _arguments -C -S -A '-*' \\",
            *(f"        {spec} \\" for spec in specs[:-1]),
            f"        {specs[-1]} && ret=0",
            "    [[ $state == below ]] || return ret",
            f'    curcontext="${{curcontext%:*:*}}:{name[1:].replace("_", "-")}-$words[1]:"',
            "    case $words[1] in",
            *cases,
            "    esac",
            "    return ret",
            "}",
        )
    )


def _zsh_option(option: Option) -> Iterator[str]:
    for name in option.names:
        mark = ("=" if name.startswith("--") else "+") if option.value else ""
        if option.ends:
            before = "(- : *)"
        elif option.repeats:
            before = "*"
        else:
            before = f"({' '.join(option.names)})" if len(option.names) > 1 else ""
        value = _zsh_value(option.value) if option.value else ""
        yield f"{before}{name}{mark}[{_backslashed(option.help, ':[]')}]{value}"


def _zsh_argument(value: Value) -> str:
    return ("*" if value.many else "") + _zsh_value(value)


def _zsh_value(value: Value) -> str:
    actions: dict[Kind, str] = {
        "text": f"_dvcheck_text {_backslashed(value.label, ':')}",
        "choice": f"({' '.join(value.choices)})",
        "yaml": '_files -g "*.(yaml|yml)(-.)"',
        "file": "_files",
        "folder": "_files -/",
        "checklist": "_dvcheck_checklists",
        "installed": "_dvcheck_installed",
        "pack": "_dvcheck_packs",
    }
    return f":{_backslashed(value.label, ':')}:{actions[value.kind]}"


def _function(command: Command) -> str:
    return "_".join(("_dvcheck", *command.path)).replace("-", "_")


def _backslashed(text: str, marks: str) -> str:
    return "".join("\\" + c if c == "\\" or c in marks else c for c in text)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


ZSH = """\
#compdef dvcheck
# Tab completion of dvcheck for zsh.
#
# Install: copy this file, named _dvcheck, to one of your folders, for example ~/.zfunc, and have in
# ~/.zshrc, before any other compinit:
#   fpath=(~/.zfunc $fpath)
#   autoload -Uz compinit && compinit
#
# Written by completions/generate.py; change that file, not this one.

# Shows what is expected, but not while an option is typed: a message keeps zsh from inserting it.
_dvcheck_text() {
    [[ $PREFIX == -* ]] || _message "$@[-1]"
}

# Sets `folder` to that of the installed packs, as dvcheck finds it if --home names no other.
_dvcheck_folder_of_packs() {
    local home=${DVCHECK_HOME:-}
    if [[ -z $home ]]; then
        for home in ${XDG_DATA_HOME:-${HOME:-}/.local/share}/dvcheck \
            "${HOME:-}/Library/Application Support/dvcheck"; do
            [[ -d $home/installed-packs ]] && break
        done
    fi
    folder=$home/installed-packs
}

# Offers these checklists and those of the installed packs.
_dvcheck_checklists() {
    local folder
    local -a names
    _dvcheck_folder_of_packs
    [[ -f $folder/checklists ]] && names=(${(f)"$(<$folder/checklists)"})
    names=(@checklists@ ${(M)names:#[a-z][a-z0-9-]#})
    compadd "$@" -- ${(u)names}
}

# Offers these packs and the installed ones, by their names.
_dvcheck_installed() {
    local folder
    local -a names
    _dvcheck_folder_of_packs
    names=($folder/*.dvpack(N:t:r))
    compadd "$@" -- @packs@ $names
}

# Offers the installed packs, and what may be a pack by its path.
_dvcheck_packs() {
    local folder ret=1
    local -a names
    _dvcheck_folder_of_packs
    names=($folder/*.dvpack(N:t:r))
    (( $#names )) && compadd "$@" -- $names && ret=0
    _files "$@" -g '*.dvpack(-.)' && ret=0
    return ret
}

@functions@

if [[ $funcstack[1] == _dvcheck ]]; then
    _dvcheck "$@"
else
    compdef _dvcheck dvcheck
fi
"""


# --- Fish


def fish(tree: Command) -> str:
    """Return the script for fish 3.1 and later."""
    commands = list(tree.walk())
    return _fill(
        FISH,
        commands=" ".join(_fish_quoted(" ".join(c.path)) for c in commands if c.path),
        takes=" ".join(
            _fish_quoted(" ".join((*c.path, name)))
            for c in commands
            for o in c.options
            if o.value
            for name in o.names
        ),
        lines="\n".join(line for c in commands for line in _fish_lines(c)),
    )


def _fish_lines(command: Command) -> Iterator[str]:
    yield ""
    yield f"# {' '.join(('dvcheck', *command.path))}"
    for below in command.commands:
        when = _fish_quoted(" ".join(("__dvcheck_argument 1", *command.path)))
        yield f"complete -c dvcheck -n {when} -a {below.path[-1]} -d {_fish_quoted(below.help)}"
    for option in command.options:
        when = _fish_quoted(" ".join(("__dvcheck_option", *command.path)))
        names = "".join(_fish_name(name) for name in option.names)
        value = f" -r{_fish_value(option.value)}" if option.value else ""
        yield f"complete -c dvcheck -n {when}{names}{value} -d {_fish_quoted(option.help)}"
    for place, argument in enumerate(command.arguments, start=1):
        if argument.kind != "text":
            span = f"{place}-" if argument.many else str(place)
            when = _fish_quoted(" ".join((f"__dvcheck_argument {span}", *command.path)))
            yield f"complete -c dvcheck -n {when}{_fish_value(argument)}"


def _fish_name(name: str) -> str:
    if name.startswith("--"):
        return f" -l {name[2:]}"
    return f" -s {name[1:]}" if len(name) == 2 else f" -o {name[1:]}"


def _fish_value(value: Value) -> str:
    values: dict[Kind, str] = {
        "text": " -f",
        "choice": f" -f -a {_fish_quoted(' '.join(value.choices))}",
        "yaml": " -f -k -a '(__fish_complete_suffix .yaml)'",
        "file": " -F",
        "folder": " -f -a '(__fish_complete_directories)'",
        "checklist": f" -f -a {_fish_quoted('(__dvcheck_checklists ' + ' '.join(value.choices) + ')')}",
        "installed": f" -f -a {_fish_quoted('(__dvcheck_installed ' + ' '.join(value.choices) + ')')}",
        "pack": " -f -a '(__dvcheck_packs)'",
    }
    return values[value.kind]


def _fish_quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


FISH = """\
# Tab completion of dvcheck for fish.
#
# Install: copy this file to ~/.config/fish/completions/dvcheck.fish
#
# Written by completions/generate.py; change that file, not this one.

set -g __dvcheck_commands @commands@
set -g __dvcheck_takes @takes@

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
    printf '%s\\n' $place $plain "$path"
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
        test -d "$home/installed-packs"; and printf '%s\\n' "$home/installed-packs"; and return
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
    printf '%s\\n' $names
end

# Prints these packs and the installed ones, by their names.
function __dvcheck_installed
    for name in $argv
        printf '%s\\n' $name
    end
    for file in (__dvcheck_folder_of_packs)/*.dvpack
        string match -r '[^/]*(?=\\.dvpack$)' -- "$file"
    end
end

# Prints the installed packs, and what may be a pack by its path.
function __dvcheck_packs
    __dvcheck_installed
    __fish_complete_directories
    for file in (commandline -ct)*.dvpack
        printf '%s\\n' "$file"
    end
end

complete -c dvcheck -e
complete -c dvcheck -f
@lines@
"""


# --- PowerShell


def powershell(tree: Command) -> str:
    """Return the script for Windows PowerShell 5.1 and PowerShell 7."""
    return _fill(POWERSHELL, commands="\n".join(_powershell_command(c) for c in tree.walk()))


def _powershell_command(command: Command) -> str:
    commands = [_powershell_table(name=c.path[-1], help=c.help) for c in command.commands]
    options = [
        _powershell_table(name=name, help=o.help, repeats=o.repeats, value=o.value)
        for o in command.options
        for name in o.names
    ]
    arguments = [_powershell_table(name=a.label, help="", repeats=a.many, value=a) for a in command.arguments]
    lists = {"commands": commands, "options": options, "arguments": arguments}
    body = [
        f"            {name} = @(\n"
        + "\n".join(f"                {each}" for each in tables)
        + "\n            )"
        for name, tables in lists.items()
        if tables
    ]
    key = _powershell_quoted(" ".join(("dvcheck", *command.path)))
    return f"        {key} = @{{\n" + "\n".join(body) + "\n        }"


def _powershell_table(*, name: str, help: str, repeats: bool = False, value: Value | None = None) -> str:
    pairs = [f"name = {_powershell_quoted(name)}", f"help = {_powershell_quoted(help)}"]
    if repeats:
        pairs.append("repeats = $true")
    if value:
        pairs.append(f"kind = '{value.kind}'")
        if value.choices:
            pairs.append(f"choices = @({', '.join(map(_powershell_quoted, value.choices))})")
    return f"@{{ {'; '.join(pairs)} }}"


def _powershell_quoted(text: str) -> str:
    # PowerShell reads typographic single quotes as plain ones.
    return "'" + re.sub("(['\u2018\u2019\u201a\u201b])", r"\1\1", text) + "'"


POWERSHELL = """\
# Tab completion of dvcheck for PowerShell 7 and Windows PowerShell 5.1.
#
# Install: add this line to the file that $PROFILE names:
#   . C:\\path\\to\\dvcheck.ps1
#
# Written by completions/generate.py; change that file, not this one.

Register-ArgumentCompleter -Native -CommandName 'dvcheck', 'dvcheck.exe' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    Set-StrictMode -Off

    $tree = @{
@commands@
    }

    $words = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.Extent.Text })
    if ($wordToComplete -and $words.Count -gt 0) {
        $words = @($words | Select-Object -First ($words.Count - 1))
    }

    $path = 'dvcheck'
    $place = 0
    $plain = $false
    $given = @()
    $awaited = $null
    foreach ($word in $words) {
        if ($awaited) {
            $awaited = $null
        } elseif (-not $plain -and $word -eq '--') {
            $plain = $true
        } elseif (-not $plain -and $word.StartsWith('-')) {
            $name = $word.Split('=')[0]
            $option = $tree[$path].options | Where-Object { $_.name -ceq $name } | Select-Object -First 1
            if ($option -and -not $option.repeats) { $given += $name }
            if ($option.kind -and -not $word.Contains('=')) { $awaited = $option }
        } elseif ($place -eq 0 -and $tree.ContainsKey("$path $word")) {
            $path = "$path $word"
        } else {
            $place += 1
        }
    }

    $here = $tree[$path]
    $typed = "$wordToComplete"
    $lead = ''
    if (-not $awaited -and -not $plain -and $typed -match '^(--[^=]+)=(.*)$') {
        $name = $Matches[1]
        $lead = "$name="
        $typed = $Matches[2]
        $awaited = $here.options | Where-Object { $_.name -ceq $name } | Select-Object -First 1
        if (-not $awaited) { return }
    }

    $words = @()
    if ($awaited) {
        $value = $awaited
    } elseif (-not $plain -and $typed.StartsWith('-')) {
        $words = @($here.options | Where-Object { $given -cnotcontains $_.name })
        $value = $null
    } elseif ($here.commands) {
        if ($place -eq 0) { $words = @($here.commands) }
        $value = $null
    } else {
        $value = @($here.arguments)[$place]
        if (-not $value -and $here.arguments -and @($here.arguments)[-1].repeats) {
            $value = @($here.arguments)[-1]
        }
    }
    if ($value.choices -or $value.kind -eq 'pack') {
        $names = @($value.choices | Where-Object { $_ })
        # The folder of the installed packs, as dvcheck finds it if --home names no other.
        $homes = @("$env:LOCALAPPDATA/dvcheck", "$env:XDG_DATA_HOME/dvcheck", "$HOME/.local/share/dvcheck",
            "$HOME/Library/Application Support/dvcheck")
        if ($env:DVCHECK_HOME) { $homes = @($env:DVCHECK_HOME) }
        $packs = $homes | ForEach-Object { "$_/installed-packs" } |
            Where-Object { Test-Path -LiteralPath $_ -PathType Container } | Select-Object -First 1
        if ($packs -and $value.kind -eq 'checklist') {
            $names += @(Get-Content -LiteralPath "$packs/checklists" -ErrorAction Ignore |
                Where-Object { $_ -cmatch '^[a-z][a-z0-9-]*$' })
        }
        if ($packs -and @('installed', 'pack') -contains $value.kind) {
            $names += @(Get-ChildItem -LiteralPath $packs -Filter '*.dvpack' | ForEach-Object { $_.BaseName })
        }
        $words = @($names | Select-Object -Unique | ForEach-Object { @{ name = $_; help = $_ } })
    }

    foreach ($word in $words) {
        if ($word.name.StartsWith($typed, [System.StringComparison]::OrdinalIgnoreCase)) {
            $tip = if ($word.help) { $word.help } else { $word.name }
            [System.Management.Automation.CompletionResult]::new(
                $lead + $word.name, $word.name, 'ParameterValue', $tip)
        }
    }

    if (@('yaml', 'file', 'folder', 'pack') -contains $value.kind) {
        $files = @([System.Management.Automation.CompletionCompleters]::CompleteFilename($typed))
        if ($value.kind -eq 'pack') {
            $files = @($files | Where-Object {
                $_.ResultType -eq 'ProviderContainer' -or $_.ListItemText -match '\\.dvpack$' })
        }
        if ($value.kind -eq 'folder') {
            $files = @($files | Where-Object { $_.ResultType -eq 'ProviderContainer' })
        }
        if ($value.kind -eq 'yaml') {
            $first = @($files | Where-Object { $_.ListItemText -match '\\.ya?ml$' })
            $files = $first + @($files | Where-Object { $_.ListItemText -notmatch '\\.ya?ml$' })
        }
        foreach ($file in $files) {
            [System.Management.Automation.CompletionResult]::new(
                $lead + $file.CompletionText, $file.ListItemText, $file.ResultType, $file.ToolTip)
        }
    }
}
"""


# --- The files


def _fill(script: str, **parts: str) -> str:
    for name, text in parts.items():
        script = script.replace(f"@{name}@", text)
    return script


def scripts(command: Any) -> dict[str, str]:
    """Return the text of every script by its file name. `command` is the result of `tree.full_tree`."""
    tree = read_tree(command)
    return {
        "dvcheck.bash": bash(tree),
        "_dvcheck": zsh(tree),
        "dvcheck.fish": fish(tree),
        # Windows PowerShell 5.1 reads a file without this mark as ANSI.
        "dvcheck.ps1": "\ufeff" + powershell(tree),
    }


def main() -> int:
    """Write the scripts, or with `--check` compare them. Return 1 if one is stale."""
    from dvcheck.cli import tree

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="Write nothing; exit with 1 if a file is stale.")
    check = parser.parse_args().check
    status = 0
    for name, text in scripts(tree.full_tree()).items():
        file = HERE / name
        if file.is_file() and file.read_bytes().decode() == text:
            continue
        if check:
            sys.stderr.write(f"completions/{name} is stale: run `python completions/generate.py`\n")
            status = 1
        else:
            file.write_bytes(text.encode())
            sys.stdout.write(f"wrote completions/{name}\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
