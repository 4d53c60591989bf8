from concerto.site.cli import main

main()
