package org.vigie.diffusion.domain;

import java.util.List;

/**
 * One diffusion acquisition.
 *
 * @param shells ascending b
 */
public record DiffusionVolume(Grid grid, List<Shell> shells) {
    public DiffusionVolume {
        shells = List.copyOf(shells);
        for (int i = 0; i < shells.size(); i++) {
            if (shells.get(i).voxels() != grid.voxels()) {
                throw new IllegalArgumentException("DiffusionVolume: a shell does not fill the grid");
            }
            if (i > 0 && shells.get(i).b() <= shells.get(i - 1).b()) {
                throw new IllegalArgumentException("DiffusionVolume: shells must ascend in b");
            }
        }
    }

    public List<Double> b() {
        return shells.stream().map(Shell::b).toList();
    }
}
