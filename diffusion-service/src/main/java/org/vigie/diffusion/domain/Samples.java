package org.vigie.diffusion.domain;

import java.util.List;

/** The signals of chosen shells, voxel by voxel, in double precision. */
final class Samples {
    private final List<Shell> shells;
    private final double[] b;
    private final double[] averages;

    Samples(DiffusionVolume volume, List<Integer> indices) {
        this.shells = indices.stream().map(volume.shells()::get).toList();
        this.b = shells.stream().mapToDouble(Shell::b).toArray();
        this.averages = shells.stream().mapToDouble(Shell::averages).toArray();
    }

    double[] b() {
        return b;
    }

    double[] averages() {
        return averages;
    }

    double[] at(int voxel) {
        double[] s = new double[b.length];
        for (int i = 0; i < s.length; i++) {
            s[i] = shells.get(i).signal(voxel);
        }
        return s;
    }

    /** The mean signal of a region, voxels in the order of their indices; zeros for an empty one. */
    double[] mean(Region region) {
        double[] mean = new double[b.length];
        for (int v = 0; v < region.size(); v++) {
            double[] s = at(region.voxel(v));
            for (int i = 0; i < mean.length; i++) {
                mean[i] += s[i] / region.size();
            }
        }
        return mean;
    }

    boolean isSaturated(int voxel) {
        return shells.stream().anyMatch(shell -> shell.isSaturated(voxel));
    }
}
