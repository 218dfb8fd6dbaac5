from dvcheck.cli import main

main()
