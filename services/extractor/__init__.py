import os

# A process reads on one core; as many processes as there are cores share them. The threads of numpy, which must hear
# of it before it is imported, would take the cores from each other: a parse costs three times as much then.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
