package org.vigie.diffusion.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A region in words: {@code box:col,row,slice,edge}, {@code box:col,row,slice,columns,rows,slices}, {@code all} or {@code
 * above:b0>300,b2000>5,dirs>0}.
 */
public sealed interface RegionSpec {

    /** Empty if a b-value it names is not in the volume. */
    Optional<Region> in(DiffusionVolume volume);

    /** Empty if it is about b-values. */
    Optional<Region> in(Grid grid);

    /**
     * A box about a voxel, zero-based; of an even extent the centre is the first voxel of the upper half. What reaches out
     * of the volume is cut.
     */
    record Box(int column, int row, int slice, int columns, int rows, int slices) implements RegionSpec {
        @Override
        public Optional<Region> in(DiffusionVolume volume) {
            return in(volume.grid());
        }

        @Override
        public Optional<Region> in(Grid grid) {
            IntStream.Builder voxels = IntStream.builder();
            for (int z = slice - slices / 2; z < slice - slices / 2 + slices; z++) {
                for (int y = row - rows / 2; y < row - rows / 2 + rows; y++) {
                    for (int x = column - columns / 2; x < column - columns / 2 + columns; x++) {
                        if (grid.contains(x, y, z)) {
                            voxels.add(grid.index(x, y, z));
                        }
                    }
                }
            }
            return Optional.of(new Region("box", voxels.build()));
        }
    }

    /** Every voxel. */
    record All() implements RegionSpec {
        @Override
        public Optional<Region> in(DiffusionVolume volume) {
            return in(volume.grid());
        }

        @Override
        public Optional<Region> in(Grid grid) {
            return Optional.of(Region.where("all", grid, _ -> true));
        }
    }

    /** Voxels whose signals are all above their limits; {@code dirs} means every weighted shell, each direction of it. */
    record Above(List<Limit> limits) implements RegionSpec {
        public Above {
            limits = List.copyOf(limits);
        }

        @Override
        public Optional<Region> in(Grid grid) {
            return Optional.empty();
        }

        @Override
        public Optional<Region> in(DiffusionVolume volume) {
            List<IntPredicate> bounds = new ArrayList<>();
            for (Limit limit : limits) {
                List<Integer> shells = limit.b().isPresent()
                        ? Selection.nearest(volume.b(), limit.b().get()).stream()
                                .toList()
                        : IntStream.range(0, volume.shells().size())
                                .filter(i -> volume.shells().get(i).b() > Shells.LOW_B)
                                .boxed()
                                .toList();
                if (shells.isEmpty()) {
                    return Optional.empty();
                }
                for (int i : shells) {
                    Shell shell = volume.shells().get(i);
                    bounds.add(voxel -> shell.signal(voxel) > limit.above());
                }
            }
            return Optional.of(Region.where(
                    "above", volume.grid(), voxel -> bounds.stream().allMatch(bound -> bound.test(voxel))));
        }
    }

    /** @param b empty means every direction of every weighted shell */
    record Limit(Optional<Double> b, double above) {}

    /** Empty if the text is none of the forms. */
    static Optional<RegionSpec> parse(String text) {
        Matcher box = Patterns.BOX.matcher(text);
        if (box.matches()) {
            int edge = number(box, 4);
            boolean cube = box.group(5) == null;
            return Optional.of(new Box(
                    number(box, 1),
                    number(box, 2),
                    number(box, 3),
                    edge,
                    cube ? edge : number(box, 5),
                    cube ? edge : number(box, 6)));
        }
        if (text.equals("all")) {
            return Optional.of(new All());
        }
        if (!text.startsWith("above:")) {
            return Optional.empty();
        }
        List<Limit> limits = new ArrayList<>();
        for (String term : text.substring("above:".length()).split(",", -1)) {
            Matcher m = Patterns.TERM.matcher(term.strip());
            if (!m.matches()) {
                return Optional.empty();
            }
            limits.add(new Limit(
                    Optional.ofNullable(m.group(1)).map(Double::parseDouble), Double.parseDouble(m.group(2))));
        }
        return Optional.of(new Above(limits));
    }

    private static int number(Matcher m, int group) {
        return Integer.parseInt(m.group(group));
    }

    /** The forms with numbers. */
    final class Patterns {
        static final Pattern BOX = Pattern.compile(
                "box:(\\d{1,6}),(\\d{1,6}),(\\d{1,6}),([1-9]\\d{0,3})(?:,([1-9]\\d{0,3}),([1-9]\\d{0,3}))?");
        static final Pattern TERM = Pattern.compile("(?:b(\\d+(?:\\.\\d+)?)|dirs)\\s*>\\s*(-?\\d+(?:\\.\\d+)?)");

        private Patterns() {}
    }
}
