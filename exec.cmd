@rem Only for Windows, whose shell has no `exec`: the scripts of package.json begin with it, so that elsewhere a signal
@rem to npm reaches the program and no shell in between. Runs what it is given; its exit code is that program's.
@%*
