"""How ONNX Runtime runs the networks that are shipped."""

from __future__ import annotations

import os
from typing import Any


def threads() -> int:
    """Processors that one process may use for a network: all, or one where several processes tag side by side.

    Ray says how many to each process of its own, in a variable that many libraries know.
    """
    import multiprocessing

    if (said := os.environ.get("OMP_NUM_THREADS", "")).isdigit() and int(said):
        return int(said)
    return 1 if multiprocessing.parent_process() is not None else os.cpu_count() or 1


def session(model: bytes, processors: int) -> Any:
    """A session of ONNX Runtime that runs a network one input at a time."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = processors
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Inputs differ in length: a plan of memory for each would be kept for each.
    options.enable_mem_pattern = False
    return onnxruntime.InferenceSession(
        model,
        options,
        providers=["CPUExecutionProvider"],
        # The two operators apart take a fifth of the time of the joined one.
        disabled_optimizers=["SkipLayerNormFusion", "BiasSkipLayerNormFusion"],
    )
