# Tab completion of dvcheck for PowerShell 7 and Windows PowerShell 5.1.
#
# Install: add this line to the file that $PROFILE names:
#   . C:\path\to\dvcheck.ps1
#
# Written by completions/generate.py; change that file, not this one.

Register-ArgumentCompleter -Native -CommandName 'dvcheck', 'dvcheck.exe' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    Set-StrictMode -Off

    $tree = @{
        'dvcheck' = @{
            commands = @(
                @{ name = 'incident'; help = 'Walk a domestic-violence call.' }
                @{ name = 'verify-order'; help = 'Verify a protection order.' }
                @{ name = 'serve-order'; help = 'Serve a protection order and prove the service.' }
                @{ name = 'standby'; help = 'Run a civil standby, with its clock.' }
                @{ name = 'walk'; help = 'Walk any checklist by its name.' }
                @{ name = 'contacts'; help = 'Show whom to call, or print a card for a survivor.' }
                @{ name = 'policy'; help = 'Read the policy by section or word.' }
                @{ name = 'outstanding'; help = 'List what you still owe, the most urgent first.' }
                @{ name = 'cases'; help = 'List your cases, newest first.' }
                @{ name = 'show'; help = 'Show one case: its answers, what is owed, what is done.' }
                @{ name = 'explain'; help = 'Explain why a duty is owed.' }
                @{ name = 'done'; help = 'Mark duties done, not feasible or open again.' }
                @{ name = 'amend'; help = 'Change an answer or the number of a case.' }
                @{ name = 'note'; help = 'Add a note to a case, with the time.' }
                @{ name = 'close'; help = 'Close a case, or open it again.' }
                @{ name = 'case'; help = 'Hand a case over, take one over, or change its checklists.' }
                @{ name = 'shift'; help = 'Start, extend and end your shift.' }
                @{ name = 'sergeant'; help = 'List what several officers still owe.' }
                @{ name = 'report'; help = 'Write the worksheet of a case, or fill in a form.' }
                @{ name = 'assess'; help = 'Assess answers from a file. Nothing is recorded.' }
                @{ name = 'push'; help = 'Push the journal to the precinct.' }
                @{ name = 'board'; help = 'Show what the precinct''s officers still owe.' }
                @{ name = 'precinct'; help = 'Set up, try, audit and export a precinct.' }
                @{ name = 'demo'; help = 'Play a scenario with the real prompts.' }
                @{ name = 'train'; help = 'Practice a scenario, and learn what was missed.' }
                @{ name = 'scenario'; help = 'Write scenarios, and print them for a class.' }
                @{ name = 'pack'; help = 'Check, build, install and choose checklists.' }
                @{ name = 'journal'; help = 'Verify, back up, export and encrypt the journal.' }
                @{ name = 'purge'; help = 'Permanently erase long-closed cases.' }
                @{ name = 'config'; help = 'Show the settings and where each comes from.' }
            )
            options = @(
                @{ name = '--version'; help = 'Print the version.' }
                @{ name = '--plain'; help = 'Without a command: print the first screen as sentences.' }
                @{ name = '--quiet'; help = 'Without a command: no bell, no notification.' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
        }
        'dvcheck incident' = @{
            options = @(
                @{ name = '--number'; help = 'The number of a new case.'; kind = 'text' }
                @{ name = '--new'; help = 'Start a new case without asking.' }
                @{ name = '--answers'; help = 'Take answers from a YAML file, then ask the rest.'; kind = 'yaml' }
                @{ name = '--shift-ends'; help = 'The end of your shift, for this case only.'; kind = 'text' }
                @{ name = '--format'; help = 'How to print the result.'; kind = 'choice'; choices = @('text', 'json') }
                @{ name = '--include-sensitive'; help = 'Include sensitive answers.' }
                @{ name = '--no-sensitive'; help = 'Skip sensitive questions; record none.' }
                @{ name = '--plain'; help = 'Print lines for a screen reader or pipe.' }
                @{ name = '--quiet'; help = 'Ring no bell and show no notification.' }
                @{ name = '--no-color'; help = 'Print no color.' }
                @{ name = '--pack'; help = 'Use this pack (or DVCHECK_PACK).'; kind = 'pack' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'CASE'; help = ''; kind = 'text' }
            )
        }
        'dvcheck verify-order' = @{
            options = @(
                @{ name = '--number'; help = 'The number of a new case.'; kind = 'text' }
                @{ name = '--new'; help = 'Start a new case without asking.' }
                @{ name = '--answers'; help = 'Take answers from a YAML file, then ask the rest.'; kind = 'yaml' }
                @{ name = '--shift-ends'; help = 'The end of your shift, for this case only.'; kind = 'text' }
                @{ name = '--format'; help = 'How to print the result.'; kind = 'choice'; choices = @('text', 'json') }
                @{ name = '--include-sensitive'; help = 'Include sensitive answers.' }
                @{ name = '--no-sensitive'; help = 'Skip sensitive questions; record none.' }
                @{ name = '--plain'; help = 'Print lines for a screen reader or pipe.' }
                @{ name = '--quiet'; help = 'Ring no bell and show no notification.' }
                @{ name = '--no-color'; help = 'Print no color.' }
                @{ name = '--pack'; help = 'Use this pack (or DVCHECK_PACK).'; kind = 'pack' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'CASE'; help = ''; kind = 'text' }
            )
        }
        'dvcheck serve-order' = @{
            options = @(
                @{ name = '--number'; help = 'The number of a new case.'; kind = 'text' }
                @{ name = '--new'; help = 'Start a new case without asking.' }
                @{ name = '--answers'; help = 'Take answers from a YAML file, then ask the rest.'; kind = 'yaml' }
                @{ name = '--shift-ends'; help = 'The end of your shift, for this case only.'; kind = 'text' }
                @{ name = '--format'; help = 'How to print the result.'; kind = 'choice'; choices = @('text', 'json') }
                @{ name = '--include-sensitive'; help = 'Include sensitive answers.' }
                @{ name = '--no-sensitive'; help = 'Skip sensitive questions; record none.' }
                @{ name = '--plain'; help = 'Print lines for a screen reader or pipe.' }
                @{ name = '--quiet'; help = 'Ring no bell and show no notification.' }
                @{ name = '--no-color'; help = 'Print no color.' }
                @{ name = '--pack'; help = 'Use this pack (or DVCHECK_PACK).'; kind = 'pack' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'CASE'; help = ''; kind = 'text' }
            )
        }
        'dvcheck standby' = @{
            options = @(
                @{ name = '--number'; help = 'The number of a new case.'; kind = 'text' }
                @{ name = '--new'; help = 'Start a new case without asking.' }
                @{ name = '--answers'; help = 'Take answers from a YAML file, then ask the rest.'; kind = 'yaml' }
                @{ name = '--shift-ends'; help = 'The end of your shift, for this case only.'; kind = 'text' }
                @{ name = '--format'; help = 'How to print the result.'; kind = 'choice'; choices = @('text', 'json') }
                @{ name = '--include-sensitive'; help = 'Include sensitive answers.' }
                @{ name = '--no-sensitive'; help = 'Skip sensitive questions; record none.' }
                @{ name = '--plain'; help = 'Print lines for a screen reader or pipe.' }
                @{ name = '--quiet'; help = 'Ring no bell and show no notification.' }
                @{ name = '--no-color'; help = 'Print no color.' }
                @{ name = '--pack'; help = 'Use this pack (or DVCHECK_PACK).'; kind = 'pack' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'CASE'; help = ''; kind = 'text' }
            )
        }
        'dvcheck walk' = @{
            options = @(
                @{ name = '--number'; help = 'The number of a new case.'; kind = 'text' }
                @{ name = '--new'; help = 'Start a new case without asking.' }
                @{ name = '--answers'; help = 'Take answers from a YAML file, then ask the rest.'; kind = 'yaml' }
                @{ name = '--shift-ends'; help = 'The end of your shift, for this case only.'; kind = 'text' }
                @{ name = '--format'; help = 'How to print the result.'; kind = 'choice'; choices = @('text', 'json') }
                @{ name = '--include-sensitive'; help = 'Include sensitive answers.' }
                @{ name = '--no-sensitive'; help = 'Skip sensitive questions; record none.' }
                @{ name = '--plain'; help = 'Print lines for a screen reader or pipe.' }
                @{ name = '--quiet'; help = 'Ring no bell and show no notification.' }
                @{ name = '--no-color'; help = 'Print no color.' }
                @{ name = '--pack'; help = 'Use this pack (or DVCHECK_PACK).'; kind = 'pack' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'NAME'; help = ''; kind = 'checklist'; choices = @('came-up', 'children', 'evidence', 'incident', 'order', 'order-type', 'papers', 'parties', 'proof-of-service', 'receipt', 'reporting', 'serve-order', 'served', 'standby', 'verify-order') }
                @{ name = 'CASE'; help = ''; kind = 'text' }
            )
        }
        'dvcheck contacts' = @{
            options = @(
                @{ name = '--card'; help = 'Print a card of numbers for a survivor.' }
                @{ name = '--lang'; help = 'The language of the card, such as es.'; kind = 'choice'; choices = @('es', 'ru', 'uk', 'vi', 'zh-Hans') }
                @{ name = '--draft'; help = 'Print a card that is not checked yet.' }
                @{ name = '--discreet'; help = 'Print small cards with plain names.' }
                @{ name = '--large'; help = 'Print the card in larger letters.' }
                @{ name = '--case'; help = 'Add the number and officer of a case.'; kind = 'text' }
                @{ name = '--format'; help = 'text or json; a card: markdown, html, pdf.'; kind = 'choice'; choices = @('text', 'json', 'markdown', 'html', 'pdf') }
                @{ name = '-o'; help = 'Write to a file; - is standard output.'; kind = 'file' }
                @{ name = '--output'; help = 'Write to a file; - is standard output.'; kind = 'file' }
                @{ name = '--force'; help = 'Replace a file that exists already.' }
                @{ name = '--plain'; help = 'Print lines for a screen reader or pipe.' }
                @{ name = '--no-color'; help = 'Print no color.' }
                @{ name = '--pack'; help = 'Use this pack (or DVCHECK_PACK).'; kind = 'pack' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'WORD'; help = ''; kind = 'text' }
            )
        }
        'dvcheck policy' = @{
            options = @(
                @{ name = '--format'; help = 'How to print the result.'; kind = 'choice'; choices = @('text', 'json') }
                @{ name = '--plain'; help = 'Print lines for a screen reader or pipe.' }
                @{ name = '--no-color'; help = 'Print no color.' }
                @{ name = '--pack'; help = 'Use this pack (or DVCHECK_PACK).'; kind = 'pack' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'SECTION'; help = ''; kind = 'text' }
            )
        }
        'dvcheck outstanding' = @{
            options = @(
                @{ name = '--check'; help = 'Exit with 1 if something is open or unfinished.' }
                @{ name = '--watch'; help = 'Keep it on the screen, up to date.' }
                @{ name = '--why'; help = 'Add the full text, the reasons and whom to call.' }
                @{ name = '--format'; help = 'How to print the result.'; kind = 'choice'; choices = @('text', 'json') }
                @{ name = '--plain'; help = 'Print lines for a screen reader or pipe.' }
                @{ name = '--quiet'; help = 'Ring no bell and show no notification.' }
                @{ name = '--no-color'; help = 'Print no color.' }
                @{ name = '--pack'; help = 'Use this pack (or DVCHECK_PACK).'; kind = 'pack' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'CASE'; help = ''; kind = 'text' }
            )
        }
        'dvcheck cases' = @{
            options = @(
                @{ name = '--closed'; help = 'Include closed cases: the newest 50.' }
                @{ name = '--all'; help = 'With --closed, list every case.' }
                @{ name = '--format'; help = 'How to print the result.'; kind = 'choice'; choices = @('text', 'json') }
                @{ name = '--plain'; help = 'Print lines for a screen reader or pipe.' }
                @{ name = '--no-color'; help = 'Print no color.' }
                @{ name = '--pack'; help = 'Use this pack (or DVCHECK_PACK).'; kind = 'pack' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
        }
        'dvcheck show' = @{
            options = @(
                @{ name = '--all'; help = 'Include duties that do not arise.' }
                @{ name = '--include-sensitive'; help = 'Include sensitive answers.' }
                @{ name = '--why'; help = 'Add the full text, the reasons and whom to call.' }
                @{ name = '--format'; help = 'How to print the result.'; kind = 'choice'; choices = @('text', 'json') }
                @{ name = '--plain'; help = 'Print lines for a screen reader or pipe.' }
                @{ name = '--no-color'; help = 'Print no color.' }
                @{ name = '--pack'; help = 'Use this pack (or DVCHECK_PACK).'; kind = 'pack' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'CASE'; help = ''; kind = 'text' }
            )
        }
        'dvcheck explain' = @{
            options = @(
                @{ name = '--include-sensitive'; help = 'Include sensitive answers.' }
                @{ name = '--format'; help = 'How to print the result.'; kind = 'choice'; choices = @('text', 'json') }
                @{ name = '--plain'; help = 'Print lines for a screen reader or pipe.' }
                @{ name = '--no-color'; help = 'Print no color.' }
                @{ name = '--pack'; help = 'Use this pack (or DVCHECK_PACK).'; kind = 'pack' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'CASE'; help = ''; kind = 'text' }
                @{ name = 'DUTY'; help = ''; kind = 'text' }
            )
        }
        'dvcheck done' = @{
            options = @(
                @{ name = '--not-feasible'; help = 'Mark them not feasible.' }
                @{ name = '--reason'; help = 'Why it was not feasible.'; kind = 'text' }
                @{ name = '--reopen'; help = 'Take an earlier mark back.' }
                @{ name = '--format'; help = 'How to print the result.'; kind = 'choice'; choices = @('text', 'json') }
                @{ name = '--plain'; help = 'Print lines for a screen reader or pipe.' }
                @{ name = '--no-color'; help = 'Print no color.' }
                @{ name = '--pack'; help = 'Use this pack (or DVCHECK_PACK).'; kind = 'pack' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'CASE'; help = ''; kind = 'text' }
                @{ name = 'DUTY'; help = ''; repeats = $true; kind = 'text' }
            )
        }
        'dvcheck amend' = @{
            options = @(
                @{ name = '--number'; help = 'The correct number of the case.'; kind = 'text' }
                @{ name = '--rename'; help = 'Correct a name in the list QUESTION.'; repeats = $true; kind = 'text' }
                @{ name = '--plain'; help = 'Print lines for a screen reader or pipe.' }
                @{ name = '--no-color'; help = 'Print no color.' }
                @{ name = '--pack'; help = 'Use this pack (or DVCHECK_PACK).'; kind = 'pack' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'CASE'; help = ''; kind = 'text' }
                @{ name = 'QUESTION'; help = ''; kind = 'text' }
            )
        }
        'dvcheck note' = @{
            options = @(
                @{ name = '--plain'; help = 'Print lines for a screen reader or pipe.' }
                @{ name = '--no-color'; help = 'Print no color.' }
                @{ name = '--pack'; help = 'Use this pack (or DVCHECK_PACK).'; kind = 'pack' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'CASE'; help = ''; kind = 'text' }
                @{ name = 'TEXT'; help = ''; repeats = $true; kind = 'text' }
            )
        }
        'dvcheck close' = @{
            options = @(
                @{ name = '--reason'; help = 'Why it is closed with something open.'; kind = 'text' }
                @{ name = '--reopen'; help = 'Open a closed case again.' }
                @{ name = '--yes'; help = 'Reopen a handed-over case without asking.' }
                @{ name = '--plain'; help = 'Print lines for a screen reader or pipe.' }
                @{ name = '--no-color'; help = 'Print no color.' }
                @{ name = '--pack'; help = 'Use this pack (or DVCHECK_PACK).'; kind = 'pack' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'CASE'; help = ''; kind = 'text' }
            )
        }
        'dvcheck case' = @{
            commands = @(
                @{ name = 'hand-over'; help = 'Hand an open case over to another computer.' }
                @{ name = 'take-over'; help = 'Take a case over from another computer.' }
                @{ name = 'repack'; help = 'Move an open case to the checklists in use.' }
            )
            options = @(
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
        }
        'dvcheck case hand-over' = @{
            options = @(
                @{ name = '-o'; help = 'Write to a file; - is standard output.'; kind = 'file' }
                @{ name = '--output'; help = 'Write to a file; - is standard output.'; kind = 'file' }
                @{ name = '--force'; help = 'Replace a file that exists already.' }
                @{ name = '--reason'; help = 'Why, for your record.'; kind = 'text' }
                @{ name = '--plain'; help = 'Print lines for a screen reader or pipe.' }
                @{ name = '--no-color'; help = 'Print no color.' }
                @{ name = '--pack'; help = 'Use this pack (or DVCHECK_PACK).'; kind = 'pack' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'CASE'; help = ''; kind = 'text' }
            )
        }
        'dvcheck case take-over' = @{
            options = @(
                @{ name = '--yes'; help = 'Take another state of a case without asking.' }
                @{ name = '--no-sensitive'; help = 'Skip sensitive questions; record none.' }
                @{ name = '--plain'; help = 'Print lines for a screen reader or pipe.' }
                @{ name = '--no-color'; help = 'Print no color.' }
                @{ name = '--pack'; help = 'Use this pack (or DVCHECK_PACK).'; kind = 'pack' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'FILE'; help = ''; kind = 'file' }
            )
        }
        'dvcheck case repack' = @{
            options = @(
                @{ name = '--yes'; help = 'Do not ask.' }
                @{ name = '--include-sensitive'; help = 'Include sensitive answers.' }
                @{ name = '--format'; help = 'How to print the result.'; kind = 'choice'; choices = @('text', 'json') }
                @{ name = '--plain'; help = 'Print lines for a screen reader or pipe.' }
                @{ name = '--no-color'; help = 'Print no color.' }
                @{ name = '--pack'; help = 'Use this pack (or DVCHECK_PACK).'; kind = 'pack' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'CASE'; help = ''; kind = 'text' }
            )
        }
        'dvcheck shift' = @{
            commands = @(
                @{ name = 'start'; help = 'Start a shift.' }
                @{ name = 'extend'; help = 'Move the end of the shift.' }
                @{ name = 'status'; help = 'Show the shift and what each case owes.' }
                @{ name = 'end'; help = 'Settle what is open and print the hand-over.' }
                @{ name = 'handover'; help = 'Print the hand-over of the last shift again.' }
            )
            options = @(
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
        }
        'dvcheck shift start' = @{
            options = @(
                @{ name = '--ends'; help = 'The end, such as 7am or 07:30.'; kind = 'text' }
                @{ name = '--began'; help = 'The beginning, if before now.'; kind = 'text' }
                @{ name = '--officer'; help = 'Your id, kept with your cases.'; kind = 'text' }
                @{ name = '--plain'; help = 'Print lines for a screen reader or pipe.' }
                @{ name = '--no-color'; help = 'Print no color.' }
                @{ name = '--pack'; help = 'Use this pack (or DVCHECK_PACK).'; kind = 'pack' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
        }
        'dvcheck shift extend' = @{
            options = @(
                @{ name = '--ends'; help = 'The new end, such as 08:30.'; kind = 'text' }
                @{ name = '--plain'; help = 'Print lines for a screen reader or pipe.' }
                @{ name = '--no-color'; help = 'Print no color.' }
                @{ name = '--pack'; help = 'Use this pack (or DVCHECK_PACK).'; kind = 'pack' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
        }
        'dvcheck shift status' = @{
            options = @(
                @{ name = '--format'; help = 'How to print the result.'; kind = 'choice'; choices = @('text', 'json') }
                @{ name = '--plain'; help = 'Print lines for a screen reader or pipe.' }
                @{ name = '--no-color'; help = 'Print no color.' }
                @{ name = '--pack'; help = 'Use this pack (or DVCHECK_PACK).'; kind = 'pack' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
        }
        'dvcheck shift end' = @{
            options = @(
                @{ name = '--format'; help = 'How to print the result.'; kind = 'choice'; choices = @('text', 'json') }
                @{ name = '-o'; help = 'Write to a file; - is standard output.'; kind = 'file' }
                @{ name = '--output'; help = 'Write to a file; - is standard output.'; kind = 'file' }
                @{ name = '--force'; help = 'Replace a file that exists already.' }
                @{ name = '--plain'; help = 'Print lines for a screen reader or pipe.' }
                @{ name = '--no-color'; help = 'Print no color.' }
                @{ name = '--pack'; help = 'Use this pack (or DVCHECK_PACK).'; kind = 'pack' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
        }
        'dvcheck shift handover' = @{
            options = @(
                @{ name = '--back'; help = 'The shift N before the last one.'; kind = 'text' }
                @{ name = '--format'; help = 'The format, if not by the suffix of FILE.'; kind = 'choice'; choices = @('markdown', 'html', 'pdf', 'json', 'text') }
                @{ name = '-o'; help = 'Write to a file; - is standard output.'; kind = 'file' }
                @{ name = '--output'; help = 'Write to a file; - is standard output.'; kind = 'file' }
                @{ name = '--force'; help = 'Replace a file that exists already.' }
                @{ name = '--pack'; help = 'Use this pack (or DVCHECK_PACK).'; kind = 'pack' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
        }
        'dvcheck sergeant' = @{
            options = @(
                @{ name = '--check'; help = 'Exit with 1 if anything is open or not read.' }
                @{ name = '--why'; help = 'Add the full text, the reasons and whom to call.' }
                @{ name = '--format'; help = 'How to print the result.'; kind = 'choice'; choices = @('text', 'json') }
                @{ name = '--plain'; help = 'Print lines for a screen reader or pipe.' }
                @{ name = '--no-color'; help = 'Print no color.' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'HOME'; help = ''; repeats = $true; kind = 'folder' }
            )
        }
        'dvcheck report' = @{
            options = @(
                @{ name = '--format'; help = 'The format, if not by the suffix of FILE.'; kind = 'choice'; choices = @('markdown', 'html', 'pdf', 'json', 'text') }
                @{ name = '--form'; help = 'Fill in this form of the checklists instead.'; kind = 'text' }
                @{ name = '-o'; help = 'Write to a file; - is standard output.'; kind = 'file' }
                @{ name = '--output'; help = 'Write to a file; - is standard output.'; kind = 'file' }
                @{ name = '--force'; help = 'Replace a file that exists already.' }
                @{ name = '--open'; help = 'Open it with the system''s own program.' }
                @{ name = '--copy'; help = 'Copy the form of one line to the clipboard.' }
                @{ name = '--include-sensitive'; help = 'Include sensitive answers.' }
                @{ name = '--pack'; help = 'Use this pack (or DVCHECK_PACK).'; kind = 'pack' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'CASE'; help = ''; kind = 'text' }
            )
        }
        'dvcheck assess' = @{
            options = @(
                @{ name = '--receipt'; help = 'Check the JSON of a report; exit with 1 if it differs.'; kind = 'file' }
                @{ name = '--batch'; help = 'Assess many cases, a line of JSON each.'; kind = 'file' }
                @{ name = '--jobs'; help = 'Processes of a batch.'; kind = 'text' }
                @{ name = '--checklist'; help = 'The checklist of the answers.'; kind = 'checklist'; choices = @('came-up', 'children', 'evidence', 'incident', 'order', 'order-type', 'papers', 'parties', 'proof-of-service', 'receipt', 'reporting', 'serve-order', 'served', 'standby', 'verify-order') }
                @{ name = '--all'; help = 'Include duties that do not arise.' }
                @{ name = '--include-sensitive'; help = 'Include sensitive answers.' }
                @{ name = '--format'; help = 'How to print the result.'; kind = 'choice'; choices = @('text', 'json') }
                @{ name = '-o'; help = 'Write to a file; - is standard output.'; kind = 'file' }
                @{ name = '--output'; help = 'Write to a file; - is standard output.'; kind = 'file' }
                @{ name = '--plain'; help = 'Print lines for a screen reader or pipe.' }
                @{ name = '--no-color'; help = 'Print no color.' }
                @{ name = '--pack'; help = 'Use this pack (or DVCHECK_PACK).'; kind = 'pack' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'FILE'; help = ''; kind = 'yaml' }
            )
        }
        'dvcheck push' = @{
            options = @(
                @{ name = '--dry-run'; help = 'Read what waits and say what would be sent. Send nothing.' }
                @{ name = '--status'; help = 'Ask what the precinct has, since when, and what waits.' }
                @{ name = '--quiet'; help = 'Say nothing if all is well: for a timer.' }
                @{ name = '--plain'; help = 'Print lines for a screen reader or pipe.' }
                @{ name = '--no-color'; help = 'Print no color.' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
        }
        'dvcheck board' = @{
            options = @(
                @{ name = '--once'; help = 'Print it once.' }
                @{ name = '--check'; help = 'Exit with 1 unless all is clear.' }
                @{ name = '--officer'; help = 'Show only this officer''s cases.'; repeats = $true; kind = 'checklist'; choices = @('came-up', 'children', 'evidence', 'incident', 'order', 'order-type', 'papers', 'parties', 'proof-of-service', 'receipt', 'reporting', 'serve-order', 'served', 'standby', 'verify-order') }
                @{ name = '--section'; help = 'Show only duties of this section.'; repeats = $true; kind = 'text' }
                @{ name = '--on-duty'; help = 'Show only officers whose shift runs now.' }
                @{ name = '--web'; help = 'Show it in a browser on this computer.' }
                @{ name = '--port'; help = 'The port of --web.'; kind = 'text' }
                @{ name = '--open'; help = 'Open the browser too.' }
                @{ name = '--format'; help = 'How to print the result.'; kind = 'choice'; choices = @('text', 'json') }
                @{ name = '--plain'; help = 'Print lines for a screen reader or pipe.' }
                @{ name = '--no-color'; help = 'Print no color.' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
        }
        'dvcheck precinct' = @{
            commands = @(
                @{ name = 'try'; help = 'Try a fictional precinct on this computer.' }
                @{ name = 'migrate'; help = 'Create or update the tables of a precinct.' }
                @{ name = 'people'; help = 'Say who may log in, where, and in which role.' }
                @{ name = 'verify'; help = 'Verify every journal in the precinct.' }
                @{ name = 'case'; help = 'Read a case in the precinct, for a reason.' }
                @{ name = 'export'; help = 'Export the cases, for a reason.' }
                @{ name = 'purge'; help = 'Erase the content of a case in the precinct.' }
            )
            options = @(
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
        }
        'dvcheck precinct try' = @{
            options = @(
                @{ name = '--once'; help = 'Print the board once, and end.' }
                @{ name = '--web'; help = 'Show it in a browser on this computer.' }
                @{ name = '--open'; help = 'Open the browser too.' }
                @{ name = '--plain'; help = 'Print lines for a screen reader or pipe.' }
                @{ name = '--no-color'; help = 'Print no color.' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
        }
        'dvcheck precinct migrate' = @{
            options = @(
                @{ name = '--dsn'; help = 'Connect with this, not with config.toml.'; kind = 'text' }
                @{ name = '--plain'; help = 'Print lines for a screen reader or pipe.' }
                @{ name = '--no-color'; help = 'Print no color.' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
        }
        'dvcheck precinct people' = @{
            commands = @(
                @{ name = 'apply'; help = 'Set the logins of a precinct from a file.' }
            )
            options = @(
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
        }
        'dvcheck precinct people apply' = @{
            options = @(
                @{ name = '--dry-run'; help = 'Say what would change. Change nothing.' }
                @{ name = '--dsn'; help = 'Connect with this, not with config.toml.'; kind = 'text' }
                @{ name = '--plain'; help = 'Print lines for a screen reader or pipe.' }
                @{ name = '--no-color'; help = 'Print no color.' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'FILE'; help = ''; kind = 'file' }
            )
        }
        'dvcheck precinct verify' = @{
            options = @(
                @{ name = '--against'; help = 'Compare with a CSV: journal,seq,hash.'; kind = 'file' }
                @{ name = '--assess'; help = 'Compute the board again. It reads answers.' }
                @{ name = '--reason'; help = 'Why you read answers. It is recorded first.'; kind = 'text' }
                @{ name = '--format'; help = 'How to print the result.'; kind = 'choice'; choices = @('text', 'json') }
                @{ name = '--plain'; help = 'Print lines for a screen reader or pipe.' }
                @{ name = '--no-color'; help = 'Print no color.' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'JOURNAL'; help = ''; kind = 'text' }
            )
        }
        'dvcheck precinct case' = @{
            options = @(
                @{ name = '--reason'; help = 'Why you read it. The reason is recorded first.'; kind = 'text' }
                @{ name = '--include-sensitive'; help = 'Include sensitive answers.' }
                @{ name = '--plain'; help = 'Print lines for a screen reader or pipe.' }
                @{ name = '--no-color'; help = 'Print no color.' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'JOURNAL'; help = ''; kind = 'text' }
                @{ name = 'CASE'; help = ''; kind = 'text' }
            )
        }
        'dvcheck precinct export' = @{
            options = @(
                @{ name = '--reason'; help = 'What the export is for. It is recorded first.'; kind = 'text' }
                @{ name = '-o'; help = 'Write to a file; - is standard output.'; kind = 'file' }
                @{ name = '--output'; help = 'Write to a file; - is standard output.'; kind = 'file' }
                @{ name = '--force'; help = 'Replace a file that exists already.' }
                @{ name = '--name-officers'; help = 'Name the officers and the cases. Needs --order.' }
                @{ name = '--order'; help = 'The complaint or court order that names them.'; kind = 'text' }
                @{ name = '--plain'; help = 'Print lines for a screen reader or pipe.' }
                @{ name = '--no-color'; help = 'Print no color.' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
        }
        'dvcheck precinct purge' = @{
            options = @(
                @{ name = '--reason'; help = 'Why you erase it. The reason is recorded.'; kind = 'text' }
                @{ name = '--yes'; help = 'Do not ask.' }
                @{ name = '--plain'; help = 'Print lines for a screen reader or pipe.' }
                @{ name = '--no-color'; help = 'Print no color.' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'JOURNAL'; help = ''; kind = 'text' }
                @{ name = 'CASE'; help = ''; kind = 'text' }
            )
        }
        'dvcheck demo' = @{
            options = @(
                @{ name = '--speed'; help = '2 plays twice as fast.'; kind = 'text' }
                @{ name = '--step'; help = 'Wait for a key before each answer.' }
                @{ name = '--ask'; help = 'Before each answer, ask the class what it would do.' }
                @{ name = '--projector'; help = 'Show bold text in high contrast, for a projector.' }
                @{ name = '--notes'; help = 'Show the notes for the instructor.' }
                @{ name = '--record'; help = 'Record it: a .cast and an .svg, or an .svg.'; kind = 'file' }
                @{ name = '--force'; help = 'Replace files that exist.' }
                @{ name = '--plain'; help = 'Print lines for a screen reader or pipe.' }
                @{ name = '--no-color'; help = 'Print no color.' }
                @{ name = '--pack'; help = 'Use this pack (or DVCHECK_PACK).'; kind = 'pack' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'SCENARIO'; help = ''; kind = 'text' }
            )
        }
        'dvcheck train' = @{
            options = @(
                @{ name = '--answers'; help = 'Grade the answers in this YAML file.'; kind = 'yaml' }
                @{ name = '--rubric'; help = 'Show what gives and costs points.' }
                @{ name = '--notes'; help = 'Show the goals and the instructor''s notes.' }
                @{ name = '--clock'; help = 'Show how long practice has taken.' }
                @{ name = '--format'; help = 'How to print the result.'; kind = 'choice'; choices = @('text', 'json') }
                @{ name = '--plain'; help = 'Print lines for a screen reader or pipe.' }
                @{ name = '--quiet'; help = 'Ring no bell and show no notification.' }
                @{ name = '--no-color'; help = 'Print no color.' }
                @{ name = '--pack'; help = 'Use this pack (or DVCHECK_PACK).'; kind = 'pack' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'SCENARIO'; help = ''; kind = 'text' }
            )
        }
        'dvcheck scenario' = @{
            commands = @(
                @{ name = 'new'; help = 'Make a scenario from a call that you work.' }
                @{ name = 'handout'; help = 'Print a scenario for a class, or its solution.' }
            )
            options = @(
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
        }
        'dvcheck scenario new' = @{
            options = @(
                @{ name = '--checklist'; help = 'The checklist to work the call in.'; kind = 'checklist'; choices = @('came-up', 'children', 'evidence', 'incident', 'order', 'order-type', 'papers', 'parties', 'proof-of-service', 'receipt', 'reporting', 'serve-order', 'served', 'standby', 'verify-order') }
                @{ name = '--level'; help = 'Who the scenario is for.'; kind = 'choice'; choices = @('recruit', 'officer', 'instructor') }
                @{ name = '-o'; help = 'Write to a file; - is standard output.'; kind = 'file' }
                @{ name = '--output'; help = 'Write to a file; - is standard output.'; kind = 'file' }
                @{ name = '--force'; help = 'Replace a file that exists already.' }
                @{ name = '--plain'; help = 'Print lines for a screen reader or pipe.' }
                @{ name = '--quiet'; help = 'Ring no bell and show no notification.' }
                @{ name = '--no-color'; help = 'Print no color.' }
                @{ name = '--pack'; help = 'Use this pack (or DVCHECK_PACK).'; kind = 'pack' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'ID'; help = ''; kind = 'text' }
            )
        }
        'dvcheck scenario handout' = @{
            options = @(
                @{ name = '--solution'; help = 'Write the solution sheet for the instructor.' }
                @{ name = '--goals'; help = 'Print the goals, which may give answers away.' }
                @{ name = '--format'; help = 'Markdown, HTML or PDF.'; kind = 'choice'; choices = @('markdown', 'html', 'pdf') }
                @{ name = '-o'; help = 'Write to a file; - is standard output.'; kind = 'file' }
                @{ name = '--output'; help = 'Write to a file; - is standard output.'; kind = 'file' }
                @{ name = '--force'; help = 'Replace a file that exists already.' }
                @{ name = '--pack'; help = 'Use this pack (or DVCHECK_PACK).'; kind = 'pack' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'SCENARIO'; help = ''; kind = 'text' }
            )
        }
        'dvcheck pack' = @{
            commands = @(
                @{ name = 'validate'; help = 'Check a pack for errors.' }
                @{ name = 'coverage'; help = 'List the policy''s statements and what cites each.' }
                @{ name = 'test'; help = 'Run the scenarios of a pack.' }
                @{ name = 'build'; help = 'Build one file of a sound pack.' }
                @{ name = 'install'; help = 'Install a pack beside the others.' }
                @{ name = 'list'; help = 'List the packs, and say which is in use.' }
                @{ name = 'use'; help = 'Choose the pack of new cases.' }
                @{ name = 'remove'; help = 'Remove a pack that is not in use.' }
            )
            options = @(
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
        }
        'dvcheck pack validate' = @{
            options = @(
                @{ name = '--format'; help = 'How to print the result.'; kind = 'choice'; choices = @('text', 'json') }
                @{ name = '--pack'; help = 'Use this pack (or DVCHECK_PACK).'; kind = 'pack' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'PACK'; help = ''; kind = 'pack' }
            )
        }
        'dvcheck pack coverage' = @{
            options = @(
                @{ name = '--format'; help = 'How to print the result.'; kind = 'choice'; choices = @('text', 'json') }
                @{ name = '--pack'; help = 'Use this pack (or DVCHECK_PACK).'; kind = 'pack' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'PACK'; help = ''; kind = 'pack' }
            )
        }
        'dvcheck pack test' = @{
            options = @(
                @{ name = '--format'; help = 'How to print the result.'; kind = 'choice'; choices = @('text', 'json') }
                @{ name = '--pack'; help = 'Use this pack (or DVCHECK_PACK).'; kind = 'pack' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'PACK'; help = ''; kind = 'pack' }
            )
        }
        'dvcheck pack build' = @{
            options = @(
                @{ name = '-o'; help = 'Write to a file; - is standard output.'; kind = 'file' }
                @{ name = '--output'; help = 'Write to a file; - is standard output.'; kind = 'file' }
                @{ name = '--pack'; help = 'Use this pack (or DVCHECK_PACK).'; kind = 'pack' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'PACK'; help = ''; kind = 'pack' }
            )
        }
        'dvcheck pack install' = @{
            options = @(
                @{ name = '--no-color'; help = 'Print no color.' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'FILE'; help = ''; kind = 'file' }
            )
        }
        'dvcheck pack list' = @{
            options = @(
                @{ name = '--format'; help = 'How to print the result.'; kind = 'choice'; choices = @('text', 'json') }
                @{ name = '--plain'; help = 'Print lines for a screen reader or pipe.' }
                @{ name = '--no-color'; help = 'Print no color.' }
                @{ name = '--pack'; help = 'Use this pack (or DVCHECK_PACK).'; kind = 'pack' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
        }
        'dvcheck pack use' = @{
            options = @(
                @{ name = '--no-color'; help = 'Print no color.' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'PACK'; help = ''; kind = 'installed'; choices = @('ppb-0825.00') }
            )
        }
        'dvcheck pack remove' = @{
            options = @(
                @{ name = '--no-color'; help = 'Print no color.' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'PACK'; help = ''; kind = 'installed'; choices = @('ppb-0825.00') }
            )
        }
        'dvcheck journal' = @{
            commands = @(
                @{ name = 'verify'; help = 'Verify that every entry is as recorded.' }
                @{ name = 'backup'; help = 'Write a backup of the journal.' }
                @{ name = 'restore'; help = 'Replace the journal with a backup.' }
                @{ name = 'export'; help = 'Export all that can be read, as JSON Lines.' }
                @{ name = 'encrypt'; help = 'Encrypt the journal (AES-256).' }
                @{ name = 'decrypt'; help = 'Remove the encryption of the journal.' }
                @{ name = 'rekey'; help = 'Change the passphrase or key of the journal.' }
            )
            options = @(
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
        }
        'dvcheck journal verify' = @{
            options = @(
                @{ name = '--head'; help = 'Require this code of an earlier report.'; kind = 'text' }
                @{ name = '--accept'; help = 'Record that you looked into missing entries.' }
                @{ name = '--format'; help = 'How to print the result.'; kind = 'choice'; choices = @('text', 'json') }
                @{ name = '--no-color'; help = 'Print no color.' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
        }
        'dvcheck journal backup' = @{
            options = @(
                @{ name = '--passphrase-file'; help = 'Read the passphrase from a file.'; kind = 'file' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'FILE'; help = ''; kind = 'file' }
            )
        }
        'dvcheck journal restore' = @{
            options = @(
                @{ name = '--yes'; help = 'Go on if entries would be lost.' }
                @{ name = '--passphrase-file'; help = 'Read the passphrase from a file.'; kind = 'file' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
            arguments = @(
                @{ name = 'FILE'; help = ''; kind = 'file' }
            )
        }
        'dvcheck journal export' = @{
            options = @(
                @{ name = '-o'; help = 'Write to a file; - is standard output.'; kind = 'file' }
                @{ name = '--output'; help = 'Write to a file; - is standard output.'; kind = 'file' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
        }
        'dvcheck journal encrypt' = @{
            options = @(
                @{ name = '--passphrase-file'; help = 'Read the passphrase from a file.'; kind = 'file' }
                @{ name = '--keyring'; help = 'Keep a random key in the system''s keyring.' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
        }
        'dvcheck journal decrypt' = @{
            options = @(
                @{ name = '--passphrase-file'; help = 'Read the passphrase from a file.'; kind = 'file' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
        }
        'dvcheck journal rekey' = @{
            options = @(
                @{ name = '--passphrase-file'; help = 'Read the passphrase from a file.'; kind = 'file' }
                @{ name = '--new-passphrase-file'; help = 'Read the new passphrase from a file.'; kind = 'file' }
                @{ name = '--keyring'; help = 'Keep a random key in the system''s keyring.' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
        }
        'dvcheck purge' = @{
            options = @(
                @{ name = '--older-than'; help = 'Only cases closed longer ago than this.'; kind = 'text' }
                @{ name = '--yes'; help = 'Do not ask.' }
                @{ name = '--plain'; help = 'Print lines for a screen reader or pipe.' }
                @{ name = '--no-color'; help = 'Print no color.' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
            )
        }
        'dvcheck config' = @{
            options = @(
                @{ name = '--format'; help = 'How to print the result.'; kind = 'choice'; choices = @('text', 'json') }
                @{ name = '--plain'; help = 'Print lines for a screen reader or pipe.' }
                @{ name = '--no-color'; help = 'Print no color.' }
                @{ name = '--pack'; help = 'Use this pack (or DVCHECK_PACK).'; kind = 'pack' }
                @{ name = '--home'; help = 'Keep the journal there (or DVCHECK_HOME).'; kind = 'folder' }
                @{ name = '--help'; help = 'Show this message and exit.' }
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
