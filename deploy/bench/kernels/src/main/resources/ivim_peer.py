"""IVIM with scipy's curve_fit, voxel by voxel, as a user would write it. Prints milliseconds; imports are not counted."""
import os
import sys
import time

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
import numpy as np
from scipy.optimize import curve_fit

kind, voxels, total = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
b = np.array(open("ivim.b").read().split(), dtype=float)
data = np.fromfile("ivim.f32", dtype="<f4").reshape(len(b), total).astype(float)
high = b >= 200


def model(b, s0, f, d, dstar):
    return s0 * ((1 - f) * np.exp(-b * d) + f * np.exp(-b * dstar))


def segmented(y):
    slope, intercept = np.polyfit(b[high], np.log(y[high]), 1)
    d, f = -slope, 1 - np.exp(intercept) / y[0]
    known = (1 - f) * np.exp(-b * d)
    curve_fit(lambda x, dstar: known + f * np.exp(-x * dstar), b, y / y[0], p0=[0.03776])


def full(y):
    bounds = ([0.5, 0, 0, 0.005], [1.5, 1, 0.005, 0.2])
    curve_fit(model, b, y / y[0], p0=[1, 0.1131, 0.97e-3, 0.03776], bounds=bounds, x_scale=[1, 0.1, 1e-3, 0.03])


fit = full if kind == "full" else segmented
fit(data[:, 0])
start = time.perf_counter()
for i in range(voxels):
    try:
        fit(data[:, i])
    except RuntimeError:
        pass
print((time.perf_counter() - start) * 1e3)
