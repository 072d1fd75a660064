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
        this.averages = shells.stream().mapToDouble(Shell::images).toArray();
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

    boolean isSaturated(int voxel) {
        return shells.stream().anyMatch(shell -> shell.isSaturated(voxel));
    }
}
