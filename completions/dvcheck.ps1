# Tab completion of dvcheck for PowerShell 7 and Windows PowerShell 5.1.
#
# Install: add this line to the file that $PROFILE names:
#   . C:\path\to\dvcheck.ps1
#
# Written by completions/generate.py; change that, not this.

Register-ArgumentCompleter -Native -CommandName 'dvcheck', 'dvcheck.exe' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    Set-StrictMode -Off

    $tree = @{
        'dvcheck' = @{
            commands = @(
                @{ name = 'incident'; help = 'Walk a domestic-violence call from arrival to reporting, and see what is owed.' }
                @{ name = 'verify-order'; help = 'Verify a protection order: the databases, the copy, service, terms, firearms, violation.' }
                @{ name = 'serve-order'; help = 'Serve a protection order: who may, the papers, proof of service and reports.' }
                @{ name = 'standby'; help = 'Civil standby: the steps in their order, and the 20 minutes as a clock on the screen.' }
                @{ name = 'walk'; help = 'Walk any checklist of the pack by its name; without one, say which there are.' }
                @{ name = 'outstanding'; help = 'Every open required obligation over all open cases, nearest deadline first.' }
                @{ name = 'show'; help = 'One case whole: its answers, what is owed and what is done.' }
                @{ name = 'explain'; help = 'Why an obligation stands, or what would decide it.' }
                @{ name = 'done'; help = 'Mark obligations of a case done, or not feasible, or open again.' }
                @{ name = 'amend'; help = 'Change an answer of a case, or its number: see what would appear and go before it is recorded.' }
                @{ name = 'note'; help = 'Add a free note to a case, with the time.' }
                @{ name = 'close'; help = 'Close a case: it leaves the lists, and can be opened again.' }
                @{ name = 'purge'; help = 'Take out of the journal for good what cases say that were closed long ago.' }
                @{ name = 'cases'; help = 'The cases, newest first.' }
                @{ name = 'report'; help = 'The worksheet of a case, to write the report from.' }
                @{ name = 'assess'; help = 'Answers from a file in, the assessment out; or a receipt worked out again. Nothing is recorded.' }
                @{ name = 'policy'; help = 'The policy in our words: each section, its words, what cites it, and where it is unclear.' }
                @{ name = 'contacts'; help = 'Whom to call, for what, and how old the number is; or a card of numbers for a survivor.' }
                @{ name = 'demo'; help = 'A scenario plays itself with the real prompts, for a class. Nothing of it is kept.' }
                @{ name = 'config'; help = 'The settings, each with where it comes from, and the file they may stand in.' }
                @{ name = 'pack'; help = 'Checklists: check, build, install and choose them.' }
                @{ name = 'journal'; help = 'The record itself.' }
                @{ name = 'shift'; help = 'The shift, whose end is a deadline.' }
                @{ name = 'case'; help = 'One case and its checklists.' }
            )
            options = @(
                @{ name = '--version'; help = 'Print the version.' }
                @{ name = '--plain'; help = 'Without a command: how everything stands, in sentences.' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
        }
        'dvcheck incident' = @{
            options = @(
                @{ name = '--number'; help = 'The case number of a new case.'; kind = 'text' }
                @{ name = '--new'; help = 'Start a new case without asking which.' }
                @{ name = '--answers'; help = 'Take answers from a YAML file (- is standard input), then ask what is left.'; kind = 'yaml' }
                @{ name = '--shift-ends'; help = 'When your shift ends: the next such time.'; kind = 'text' }
                @{ name = '--format'; help = 'How the result is printed.'; kind = 'choice'; choices = @('text', 'json') }
                @{ name = '--include-sensitive'; help = 'Also answers that the checklists mark as sensitive.' }
                @{ name = '--no-sensitive'; help = 'Ask for nothing sensitive, and record no such answer.' }
                @{ name = '--plain'; help = 'Line by line, without terminal control: for screen readers and pipes.' }
                @{ name = '--quiet'; help = 'No bell when time runs out on a clock.' }
                @{ name = '--no-color'; help = 'No colour (also where NO_COLOR is set).' }
                @{ name = '--pack'; help = 'Another pack of checklists: an installed one by its name, a folder or a file.'; kind = 'pack' }
                @{ name = '--home'; help = 'Where the journal is kept.'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'CASE'; help = ''; kind = 'text' }
            )
        }
        'dvcheck verify-order' = @{
            options = @(
                @{ name = '--number'; help = 'The case number of a new case.'; kind = 'text' }
                @{ name = '--new'; help = 'Start a new case without asking which.' }
                @{ name = '--answers'; help = 'Take answers from a YAML file (- is standard input), then ask what is left.'; kind = 'yaml' }
                @{ name = '--shift-ends'; help = 'When your shift ends: the next such time.'; kind = 'text' }
                @{ name = '--format'; help = 'How the result is printed.'; kind = 'choice'; choices = @('text', 'json') }
                @{ name = '--include-sensitive'; help = 'Also answers that the checklists mark as sensitive.' }
                @{ name = '--no-sensitive'; help = 'Ask for nothing sensitive, and record no such answer.' }
                @{ name = '--plain'; help = 'Line by line, without terminal control: for screen readers and pipes.' }
                @{ name = '--quiet'; help = 'No bell when time runs out on a clock.' }
                @{ name = '--no-color'; help = 'No colour (also where NO_COLOR is set).' }
                @{ name = '--pack'; help = 'Another pack of checklists: an installed one by its name, a folder or a file.'; kind = 'pack' }
                @{ name = '--home'; help = 'Where the journal is kept.'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'CASE'; help = ''; kind = 'text' }
            )
        }
        'dvcheck serve-order' = @{
            options = @(
                @{ name = '--number'; help = 'The case number of a new case.'; kind = 'text' }
                @{ name = '--new'; help = 'Start a new case without asking which.' }
                @{ name = '--answers'; help = 'Take answers from a YAML file (- is standard input), then ask what is left.'; kind = 'yaml' }
                @{ name = '--shift-ends'; help = 'When your shift ends: the next such time.'; kind = 'text' }
                @{ name = '--format'; help = 'How the result is printed.'; kind = 'choice'; choices = @('text', 'json') }
                @{ name = '--include-sensitive'; help = 'Also answers that the checklists mark as sensitive.' }
                @{ name = '--no-sensitive'; help = 'Ask for nothing sensitive, and record no such answer.' }
                @{ name = '--plain'; help = 'Line by line, without terminal control: for screen readers and pipes.' }
                @{ name = '--quiet'; help = 'No bell when time runs out on a clock.' }
                @{ name = '--no-color'; help = 'No colour (also where NO_COLOR is set).' }
                @{ name = '--pack'; help = 'Another pack of checklists: an installed one by its name, a folder or a file.'; kind = 'pack' }
                @{ name = '--home'; help = 'Where the journal is kept.'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'CASE'; help = ''; kind = 'text' }
            )
        }
        'dvcheck standby' = @{
            options = @(
                @{ name = '--number'; help = 'The case number of a new case.'; kind = 'text' }
                @{ name = '--new'; help = 'Start a new case without asking which.' }
                @{ name = '--answers'; help = 'Take answers from a YAML file (- is standard input), then ask what is left.'; kind = 'yaml' }
                @{ name = '--shift-ends'; help = 'When your shift ends: the next such time.'; kind = 'text' }
                @{ name = '--format'; help = 'How the result is printed.'; kind = 'choice'; choices = @('text', 'json') }
                @{ name = '--include-sensitive'; help = 'Also answers that the checklists mark as sensitive.' }
                @{ name = '--no-sensitive'; help = 'Ask for nothing sensitive, and record no such answer.' }
                @{ name = '--plain'; help = 'Line by line, without terminal control: for screen readers and pipes.' }
                @{ name = '--quiet'; help = 'No bell when time runs out on a clock.' }
                @{ name = '--no-color'; help = 'No colour (also where NO_COLOR is set).' }
                @{ name = '--pack'; help = 'Another pack of checklists: an installed one by its name, a folder or a file.'; kind = 'pack' }
                @{ name = '--home'; help = 'Where the journal is kept.'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'CASE'; help = ''; kind = 'text' }
            )
        }
        'dvcheck walk' = @{
            options = @(
                @{ name = '--number'; help = 'The case number of a new case.'; kind = 'text' }
                @{ name = '--new'; help = 'Start a new case without asking which.' }
                @{ name = '--answers'; help = 'Take answers from a YAML file (- is standard input), then ask what is left.'; kind = 'yaml' }
                @{ name = '--shift-ends'; help = 'When your shift ends: the next such time.'; kind = 'text' }
                @{ name = '--format'; help = 'How the result is printed.'; kind = 'choice'; choices = @('text', 'json') }
                @{ name = '--include-sensitive'; help = 'Also answers that the checklists mark as sensitive.' }
                @{ name = '--no-sensitive'; help = 'Ask for nothing sensitive, and record no such answer.' }
                @{ name = '--plain'; help = 'Line by line, without terminal control: for screen readers and pipes.' }
                @{ name = '--quiet'; help = 'No bell when time runs out on a clock.' }
                @{ name = '--no-color'; help = 'No colour (also where NO_COLOR is set).' }
                @{ name = '--pack'; help = 'Another pack of checklists: an installed one by its name, a folder or a file.'; kind = 'pack' }
                @{ name = '--home'; help = 'Where the journal is kept.'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'NAME'; help = ''; kind = 'checklist'; choices = @('came-up', 'children', 'evidence', 'incident', 'order', 'order-type', 'papers', 'parties', 'proof-of-service', 'receipt', 'reporting', 'serve-order', 'served', 'standby', 'verify-order') }
                @{ name = 'CASE'; help = ''; kind = 'text' }
            )
        }
        'dvcheck outstanding' = @{
            options = @(
                @{ name = '--check'; help = 'Exit with 1 if a required one is open.' }
                @{ name = '--watch'; help = 'Keep it on the screen, drawn anew each minute; q leaves.' }
                @{ name = '--why'; help = 'In full: the whole text, whom to call, what raised it, readings.' }
                @{ name = '--format'; help = 'How the result is printed.'; kind = 'choice'; choices = @('text', 'json') }
                @{ name = '--plain'; help = 'Line by line, without terminal control: for screen readers and pipes.' }
                @{ name = '--no-color'; help = 'No colour (also where NO_COLOR is set).' }
                @{ name = '--pack'; help = 'Another pack of checklists: an installed one by its name, a folder or a file.'; kind = 'pack' }
                @{ name = '--home'; help = 'Where the journal is kept.'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'CASE'; help = ''; kind = 'text' }
            )
        }
        'dvcheck show' = @{
            options = @(
                @{ name = '--all'; help = 'Also obligations that do not arise.' }
                @{ name = '--include-sensitive'; help = 'Also answers that the checklists mark as sensitive.' }
                @{ name = '--why'; help = 'In full: the whole text, whom to call, what raised it, readings.' }
                @{ name = '--format'; help = 'How the result is printed.'; kind = 'choice'; choices = @('text', 'json') }
                @{ name = '--plain'; help = 'Line by line, without terminal control: for screen readers and pipes.' }
                @{ name = '--no-color'; help = 'No colour (also where NO_COLOR is set).' }
                @{ name = '--pack'; help = 'Another pack of checklists: an installed one by its name, a folder or a file.'; kind = 'pack' }
                @{ name = '--home'; help = 'Where the journal is kept.'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'CASE'; help = ''; kind = 'text' }
            )
        }
        'dvcheck explain' = @{
            options = @(
                @{ name = '--include-sensitive'; help = 'Also answers that the checklists mark as sensitive.' }
                @{ name = '--format'; help = 'How the result is printed.'; kind = 'choice'; choices = @('text', 'json') }
                @{ name = '--plain'; help = 'Line by line, without terminal control: for screen readers and pipes.' }
                @{ name = '--no-color'; help = 'No colour (also where NO_COLOR is set).' }
                @{ name = '--pack'; help = 'Another pack of checklists: an installed one by its name, a folder or a file.'; kind = 'pack' }
                @{ name = '--home'; help = 'Where the journal is kept.'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'CASE'; help = ''; kind = 'text' }
                @{ name = 'OBLIGATION'; help = ''; kind = 'text' }
            )
        }
        'dvcheck done' = @{
            options = @(
                @{ name = '--not-feasible'; help = 'Not feasible, where the policy allows for it.' }
                @{ name = '--reason'; help = 'Why it was not feasible.'; kind = 'text' }
                @{ name = '--reopen'; help = 'Take an earlier mark back.' }
                @{ name = '--format'; help = 'How the result is printed.'; kind = 'choice'; choices = @('text', 'json') }
                @{ name = '--plain'; help = 'Line by line, without terminal control: for screen readers and pipes.' }
                @{ name = '--no-color'; help = 'No colour (also where NO_COLOR is set).' }
                @{ name = '--pack'; help = 'Another pack of checklists: an installed one by its name, a folder or a file.'; kind = 'pack' }
                @{ name = '--home'; help = 'Where the journal is kept.'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'CASE'; help = ''; kind = 'text' }
                @{ name = 'OBLIGATION'; help = ''; repeats = $true; kind = 'text' }
            )
        }
        'dvcheck amend' = @{
            options = @(
                @{ name = '--number'; help = 'The case number, put right.'; kind = 'text' }
                @{ name = '--rename'; help = 'Another name for an entry of the list QUESTION.'; repeats = $true; kind = 'text' }
                @{ name = '--plain'; help = 'Line by line, without terminal control: for screen readers and pipes.' }
                @{ name = '--no-color'; help = 'No colour (also where NO_COLOR is set).' }
                @{ name = '--pack'; help = 'Another pack of checklists: an installed one by its name, a folder or a file.'; kind = 'pack' }
                @{ name = '--home'; help = 'Where the journal is kept.'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'CASE'; help = ''; kind = 'text' }
                @{ name = 'QUESTION'; help = ''; kind = 'text' }
            )
        }
        'dvcheck note' = @{
            options = @(
                @{ name = '--plain'; help = 'Line by line, without terminal control: for screen readers and pipes.' }
                @{ name = '--no-color'; help = 'No colour (also where NO_COLOR is set).' }
                @{ name = '--pack'; help = 'Another pack of checklists: an installed one by its name, a folder or a file.'; kind = 'pack' }
                @{ name = '--home'; help = 'Where the journal is kept.'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'CASE'; help = ''; kind = 'text' }
                @{ name = 'TEXT'; help = ''; repeats = $true; kind = 'text' }
            )
        }
        'dvcheck close' = @{
            options = @(
                @{ name = '--reason'; help = 'Why, where something required is open.'; kind = 'text' }
                @{ name = '--reopen'; help = 'Open a closed case again.' }
                @{ name = '--plain'; help = 'Line by line, without terminal control: for screen readers and pipes.' }
                @{ name = '--no-color'; help = 'No colour (also where NO_COLOR is set).' }
                @{ name = '--pack'; help = 'Another pack of checklists: an installed one by its name, a folder or a file.'; kind = 'pack' }
                @{ name = '--home'; help = 'Where the journal is kept.'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'CASE'; help = ''; kind = 'text' }
            )
        }
        'dvcheck purge' = @{
            options = @(
                @{ name = '--older-than'; help = 'Only cases closed more than this many days ago.'; kind = 'text' }
                @{ name = '--yes'; help = 'Do not ask.' }
                @{ name = '--plain'; help = 'Line by line, without terminal control: for screen readers and pipes.' }
                @{ name = '--no-color'; help = 'No colour (also where NO_COLOR is set).' }
                @{ name = '--home'; help = 'Where the journal is kept.'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
        }
        'dvcheck cases' = @{
            options = @(
                @{ name = '--closed'; help = 'Also the closed ones: the newest 50.' }
                @{ name = '--all'; help = 'With --closed: every one. JSON always has every one.' }
                @{ name = '--format'; help = 'How the result is printed.'; kind = 'choice'; choices = @('text', 'json') }
                @{ name = '--plain'; help = 'Line by line, without terminal control: for screen readers and pipes.' }
                @{ name = '--no-color'; help = 'No colour (also where NO_COLOR is set).' }
                @{ name = '--pack'; help = 'Another pack of checklists: an installed one by its name, a folder or a file.'; kind = 'pack' }
                @{ name = '--home'; help = 'Where the journal is kept.'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
        }
        'dvcheck report' = @{
            options = @(
                @{ name = '--format'; help = 'What it is written as.'; kind = 'choice'; choices = @('markdown', 'html', 'pdf', 'json') }
                @{ name = '--form'; help = 'A form of the checklists, filled from the case.'; kind = 'text' }
                @{ name = '-o'; help = 'Write it to a file, whole or not at all; - is standard output.'; kind = 'file' }
                @{ name = '--output'; help = 'Write it to a file, whole or not at all; - is standard output.'; kind = 'file' }
                @{ name = '--include-sensitive'; help = 'Also answers that the checklists mark as sensitive.' }
                @{ name = '--pack'; help = 'Another pack of checklists: an installed one by its name, a folder or a file.'; kind = 'pack' }
                @{ name = '--home'; help = 'Where the journal is kept.'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'CASE'; help = ''; kind = 'text' }
            )
        }
        'dvcheck assess' = @{
            options = @(
                @{ name = '--receipt'; help = 'Work a report''s JSON out again: exits with 1 if it differs.'; kind = 'file' }
                @{ name = '--batch'; help = 'Assess many cases, a line of JSON each (- is standard input); exits with 1 on a bad line.'; kind = 'file' }
                @{ name = '--jobs'; help = 'Processes that do a batch.'; kind = 'text' }
                @{ name = '--checklist'; help = 'The checklist the answers belong to.'; kind = 'checklist'; choices = @('came-up', 'children', 'evidence', 'incident', 'order', 'order-type', 'papers', 'parties', 'proof-of-service', 'receipt', 'reporting', 'serve-order', 'served', 'standby', 'verify-order') }
                @{ name = '--all'; help = 'Also obligations that do not arise.' }
                @{ name = '--include-sensitive'; help = 'Also answers that the checklists mark as sensitive.' }
                @{ name = '--format'; help = 'How the result is printed.'; kind = 'choice'; choices = @('text', 'json') }
                @{ name = '-o'; help = 'Write it to a file, whole or not at all; - is standard output.'; kind = 'file' }
                @{ name = '--output'; help = 'Write it to a file, whole or not at all; - is standard output.'; kind = 'file' }
                @{ name = '--plain'; help = 'Line by line, without terminal control: for screen readers and pipes.' }
                @{ name = '--no-color'; help = 'No colour (also where NO_COLOR is set).' }
                @{ name = '--pack'; help = 'Another pack of checklists: an installed one by its name, a folder or a file.'; kind = 'pack' }
                @{ name = '--home'; help = 'Where the journal is kept.'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'FILE'; help = ''; kind = 'yaml' }
            )
        }
        'dvcheck policy' = @{
            options = @(
                @{ name = '--format'; help = 'How the result is printed.'; kind = 'choice'; choices = @('text', 'json') }
                @{ name = '--plain'; help = 'Line by line, without terminal control: for screen readers and pipes.' }
                @{ name = '--no-color'; help = 'No colour (also where NO_COLOR is set).' }
                @{ name = '--pack'; help = 'Another pack of checklists: an installed one by its name, a folder or a file.'; kind = 'pack' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'SECTION'; help = ''; kind = 'text' }
            )
        }
        'dvcheck contacts' = @{
            options = @(
                @{ name = '--card'; help = 'A one-page card of public numbers for a survivor.' }
                @{ name = '--format'; help = 'The list as text or json; the card as markdown, html or pdf.'; kind = 'choice'; choices = @('text', 'json', 'markdown', 'html', 'pdf') }
                @{ name = '-o'; help = 'Write it to a file, whole or not at all; - is standard output.'; kind = 'file' }
                @{ name = '--output'; help = 'Write it to a file, whole or not at all; - is standard output.'; kind = 'file' }
                @{ name = '--plain'; help = 'Line by line, without terminal control: for screen readers and pipes.' }
                @{ name = '--no-color'; help = 'No colour (also where NO_COLOR is set).' }
                @{ name = '--pack'; help = 'Another pack of checklists: an installed one by its name, a folder or a file.'; kind = 'pack' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'WORD'; help = ''; kind = 'text' }
            )
        }
        'dvcheck demo' = @{
            options = @(
                @{ name = '--speed'; help = '2 plays twice as fast, 0.5 half as fast.'; kind = 'text' }
                @{ name = '--step'; help = 'Give each answer with a key.' }
                @{ name = '--plain'; help = 'Line by line, without terminal control: for screen readers and pipes.' }
                @{ name = '--no-color'; help = 'No colour (also where NO_COLOR is set).' }
                @{ name = '--pack'; help = 'Another pack of checklists: an installed one by its name, a folder or a file.'; kind = 'pack' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'SCENARIO'; help = ''; kind = 'text' }
            )
        }
        'dvcheck config' = @{
            options = @(
                @{ name = '--format'; help = 'How the result is printed.'; kind = 'choice'; choices = @('text', 'json') }
                @{ name = '--plain'; help = 'Line by line, without terminal control: for screen readers and pipes.' }
                @{ name = '--no-color'; help = 'No colour (also where NO_COLOR is set).' }
                @{ name = '--pack'; help = 'Another pack of checklists: an installed one by its name, a folder or a file.'; kind = 'pack' }
                @{ name = '--home'; help = 'Where the journal is kept.'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
        }
        'dvcheck pack' = @{
            commands = @(
                @{ name = 'validate'; help = 'Say whether a pack is sound, or everything that is wrong with it: file, line and column.' }
                @{ name = 'coverage'; help = 'Each statement of the policy: the items that cite it, or why none does. Exits with 1 on a gap.' }
                @{ name = 'test'; help = 'Run the scenarios of a pack, and see that they try every obligation. Exits with 1 where they fail.' }
                @{ name = 'build'; help = 'Make one file of a sound pack, the same bytes on every system. Its digest is in it.' }
                @{ name = 'install'; help = 'Install a pack beside the others: a file that `pack build` made, or a folder.' }
                @{ name = 'list'; help = 'The packs that are there, and which one is in use and why.' }
                @{ name = 'use'; help = 'Choose the pack of new cases. Open cases keep their own.' }
                @{ name = 'remove'; help = 'Remove a pack that is not in use. Its cases keep their copy.' }
            )
            options = @(
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
        }
        'dvcheck pack validate' = @{
            options = @(
                @{ name = '--format'; help = 'How the result is printed.'; kind = 'choice'; choices = @('text', 'json') }
                @{ name = '--pack'; help = 'Another pack of checklists: an installed one by its name, a folder or a file.'; kind = 'pack' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'PACK'; help = ''; kind = 'pack' }
            )
        }
        'dvcheck pack coverage' = @{
            options = @(
                @{ name = '--format'; help = 'How the result is printed.'; kind = 'choice'; choices = @('text', 'json') }
                @{ name = '--pack'; help = 'Another pack of checklists: an installed one by its name, a folder or a file.'; kind = 'pack' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'PACK'; help = ''; kind = 'pack' }
            )
        }
        'dvcheck pack test' = @{
            options = @(
                @{ name = '--format'; help = 'How the result is printed.'; kind = 'choice'; choices = @('text', 'json') }
                @{ name = '--pack'; help = 'Another pack of checklists: an installed one by its name, a folder or a file.'; kind = 'pack' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'PACK'; help = ''; kind = 'pack' }
            )
        }
        'dvcheck pack build' = @{
            options = @(
                @{ name = '-o'; help = 'Write it to a file, whole or not at all; - is standard output.'; kind = 'file' }
                @{ name = '--output'; help = 'Write it to a file, whole or not at all; - is standard output.'; kind = 'file' }
                @{ name = '--pack'; help = 'Another pack of checklists: an installed one by its name, a folder or a file.'; kind = 'pack' }
                @{ name = '--home'; help = 'Where the journal is kept.'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'PACK'; help = ''; kind = 'pack' }
            )
        }
        'dvcheck pack install' = @{
            options = @(
                @{ name = '--no-color'; help = 'No colour (also where NO_COLOR is set).' }
                @{ name = '--home'; help = 'Where the journal is kept.'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'FILE'; help = ''; kind = 'file' }
            )
        }
        'dvcheck pack list' = @{
            options = @(
                @{ name = '--format'; help = 'How the result is printed.'; kind = 'choice'; choices = @('text', 'json') }
                @{ name = '--plain'; help = 'Line by line, without terminal control: for screen readers and pipes.' }
                @{ name = '--no-color'; help = 'No colour (also where NO_COLOR is set).' }
                @{ name = '--pack'; help = 'Another pack of checklists: an installed one by its name, a folder or a file.'; kind = 'pack' }
                @{ name = '--home'; help = 'Where the journal is kept.'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
        }
        'dvcheck pack use' = @{
            options = @(
                @{ name = '--no-color'; help = 'No colour (also where NO_COLOR is set).' }
                @{ name = '--home'; help = 'Where the journal is kept.'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'PACK'; help = ''; kind = 'installed'; choices = @('ppb-0825.00') }
            )
        }
        'dvcheck pack remove' = @{
            options = @(
                @{ name = '--no-color'; help = 'No colour (also where NO_COLOR is set).' }
                @{ name = '--home'; help = 'Where the journal is kept.'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'PACK'; help = ''; kind = 'installed'; choices = @('ppb-0825.00') }
            )
        }
        'dvcheck journal' = @{
            commands = @(
                @{ name = 'verify'; help = 'Say whether every entry stands as it was recorded, or which one does not. Exits with 1 there.' }
                @{ name = 'backup'; help = 'Write a backup of the journal to FILE, also while a walk is open. An earlier backup is replaced.' }
                @{ name = 'restore'; help = 'Put a backup in place of the journal. The file it replaces is kept under another name.' }
                @{ name = 'export'; help = 'Everything that can be read, as JSON Lines: entries, then packs. Exits with 1 where some cannot.' }
                @{ name = 'encrypt'; help = 'Encrypt the journal (AES-256): it is read with a passphrase from then on, or through the keyring.' }
                @{ name = 'decrypt'; help = 'Make an encrypted journal plain again.' }
                @{ name = 'rekey'; help = 'Give an encrypted journal another passphrase, or a key in the keyring.' }
            )
            options = @(
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
        }
        'dvcheck journal verify' = @{
            options = @(
                @{ name = '--head'; help = 'A code printed earlier: finds a record cut or rewritten since.'; kind = 'text' }
                @{ name = '--accept'; help = 'Record that somebody has looked into entries that are gone.' }
                @{ name = '--format'; help = 'How the result is printed.'; kind = 'choice'; choices = @('text', 'json') }
                @{ name = '--no-color'; help = 'No colour (also where NO_COLOR is set).' }
                @{ name = '--home'; help = 'Where the journal is kept.'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
        }
        'dvcheck journal backup' = @{
            options = @(
                @{ name = '--passphrase-file'; help = 'Take the passphrase from the first line of a file, not from the keyboard.'; kind = 'file' }
                @{ name = '--home'; help = 'Where the journal is kept.'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'FILE'; help = ''; kind = 'file' }
            )
        }
        'dvcheck journal restore' = @{
            options = @(
                @{ name = '--yes'; help = 'Also where the journal has entries that the backup lacks.' }
                @{ name = '--passphrase-file'; help = 'Take the passphrase from the first line of a file, not from the keyboard.'; kind = 'file' }
                @{ name = '--home'; help = 'Where the journal is kept.'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'FILE'; help = ''; kind = 'file' }
            )
        }
        'dvcheck journal export' = @{
            options = @(
                @{ name = '-o'; help = 'Write it to a file, whole or not at all; - is standard output.'; kind = 'file' }
                @{ name = '--output'; help = 'Write it to a file, whole or not at all; - is standard output.'; kind = 'file' }
                @{ name = '--home'; help = 'Where the journal is kept.'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
        }
        'dvcheck journal encrypt' = @{
            options = @(
                @{ name = '--passphrase-file'; help = 'Take the passphrase from the first line of a file, not from the keyboard.'; kind = 'file' }
                @{ name = '--keyring'; help = 'No passphrase: a random key, kept in the system''s keyring.' }
                @{ name = '--home'; help = 'Where the journal is kept.'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
        }
        'dvcheck journal decrypt' = @{
            options = @(
                @{ name = '--passphrase-file'; help = 'Take the passphrase from the first line of a file, not from the keyboard.'; kind = 'file' }
                @{ name = '--home'; help = 'Where the journal is kept.'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
        }
        'dvcheck journal rekey' = @{
            options = @(
                @{ name = '--passphrase-file'; help = 'Take the passphrase from the first line of a file, not from the keyboard.'; kind = 'file' }
                @{ name = '--new-passphrase-file'; help = 'Take the new passphrase from a file.'; kind = 'file' }
                @{ name = '--keyring'; help = 'No passphrase: a random key, kept in the system''s keyring.' }
                @{ name = '--home'; help = 'Where the journal is kept.'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
        }
        'dvcheck shift' = @{
            commands = @(
                @{ name = 'start'; help = 'Begin a shift: its end is the deadline of what is due before the end of the shift.' }
                @{ name = 'extend'; help = 'Move the end of the shift, and with it the deadlines of its cases.' }
                @{ name = 'status'; help = 'Until when the shift is, and what is required and open in each case.' }
                @{ name = 'end'; help = 'Go through all that is open, and print the hand-over. Exits with 1 if one is left without a reason.' }
            )
            options = @(
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
        }
        'dvcheck shift start' = @{
            options = @(
                @{ name = '--ends'; help = 'When it ends: the next such time.'; kind = 'text' }
                @{ name = '--began'; help = 'When it began, if before now.'; kind = 'text' }
                @{ name = '--officer'; help = 'Your id, for the cases of this shift.'; kind = 'text' }
                @{ name = '--plain'; help = 'Line by line, without terminal control: for screen readers and pipes.' }
                @{ name = '--no-color'; help = 'No colour (also where NO_COLOR is set).' }
                @{ name = '--pack'; help = 'Another pack of checklists: an installed one by its name, a folder or a file.'; kind = 'pack' }
                @{ name = '--home'; help = 'Where the journal is kept.'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
        }
        'dvcheck shift extend' = @{
            options = @(
                @{ name = '--ends'; help = 'When it ends: the next such time.'; kind = 'text' }
                @{ name = '--plain'; help = 'Line by line, without terminal control: for screen readers and pipes.' }
                @{ name = '--no-color'; help = 'No colour (also where NO_COLOR is set).' }
                @{ name = '--pack'; help = 'Another pack of checklists: an installed one by its name, a folder or a file.'; kind = 'pack' }
                @{ name = '--home'; help = 'Where the journal is kept.'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
        }
        'dvcheck shift status' = @{
            options = @(
                @{ name = '--format'; help = 'How the result is printed.'; kind = 'choice'; choices = @('text', 'json') }
                @{ name = '--plain'; help = 'Line by line, without terminal control: for screen readers and pipes.' }
                @{ name = '--no-color'; help = 'No colour (also where NO_COLOR is set).' }
                @{ name = '--pack'; help = 'Another pack of checklists: an installed one by its name, a folder or a file.'; kind = 'pack' }
                @{ name = '--home'; help = 'Where the journal is kept.'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
        }
        'dvcheck shift end' = @{
            options = @(
                @{ name = '--format'; help = 'How the result is printed.'; kind = 'choice'; choices = @('text', 'json') }
                @{ name = '--plain'; help = 'Line by line, without terminal control: for screen readers and pipes.' }
                @{ name = '--no-color'; help = 'No colour (also where NO_COLOR is set).' }
                @{ name = '--pack'; help = 'Another pack of checklists: an installed one by its name, a folder or a file.'; kind = 'pack' }
                @{ name = '--home'; help = 'Where the journal is kept.'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
        }
        'dvcheck case' = @{
            commands = @(
                @{ name = 'repack'; help = 'Move an open case to the checklists in use: see what appears and what goes before it is recorded.' }
            )
            options = @(
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
        }
        'dvcheck case repack' = @{
            options = @(
                @{ name = '--yes'; help = 'Do not ask.' }
                @{ name = '--include-sensitive'; help = 'Also answers that the checklists mark as sensitive.' }
                @{ name = '--format'; help = 'How the result is printed.'; kind = 'choice'; choices = @('text', 'json') }
                @{ name = '--plain'; help = 'Line by line, without terminal control: for screen readers and pipes.' }
                @{ name = '--no-color'; help = 'No colour (also where NO_COLOR is set).' }
                @{ name = '--pack'; help = 'Another pack of checklists: an installed one by its name, a folder or a file.'; kind = 'pack' }
                @{ name = '--home'; help = 'Where the journal is kept.'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'CASE'; help = ''; kind = 'text' }
            )
        }
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
        # The folder of the installed packs, as dvcheck finds it where --home does not name another.
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
                $_.ResultType -eq 'ProviderContainer' -or $_.ListItemText -match '\.dvpack$' })
        }
        if ($value.kind -eq 'folder') {
            $files = @($files | Where-Object { $_.ResultType -eq 'ProviderContainer' })
        }
        if ($value.kind -eq 'yaml') {
            $first = @($files | Where-Object { $_.ListItemText -match '\.ya?ml$' })
            $files = $first + @($files | Where-Object { $_.ListItemText -notmatch '\.ya?ml$' })
        }
        foreach ($file in $files) {
            [System.Management.Automation.CompletionResult]::new(
                $lead + $file.CompletionText, $file.ListItemText, $file.ResultType, $file.ToolTip)
        }
    }
}
