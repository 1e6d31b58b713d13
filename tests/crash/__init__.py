"""The checkout under SIGKILL, lost lines and planted mistakes, judged by the terminal's own books.

`make crash` runs it (`python -m tests.crash --help`); `make soak` plays the simulation.

| file | owns |
|---|---|
| `clock.py` | time that runs faster in a process |
| `points.py` | named points, and dying at one |
| `hooks.py` | where the points are in the hub: commits, terminal calls, state changes |
| `terminal_process.py` | the terminal: own process, own books, a line that fails as planned |
| `hub_process.py` | the hub with its shopper, until all is quiet or it is killed |
| `cases.py` | what is played: scripts, faults of the line, outages |
| `floor.py` | one worker: its folder, its warm engine, and the forks of one case |
| `judge.py` | the terminal's books against the sales |
| `mutants.py` | mistakes that are planted on purpose, and where they must be found |
| `__main__.py` | all cases on all cores, the totals, var/crash.json |
| `simulation.py`, `day.py` | the same engine and ledger without processes, by seed |
"""
