"""`python -m eval.bench.peers`."""

from eval.bench.peers.compare import main

main()
