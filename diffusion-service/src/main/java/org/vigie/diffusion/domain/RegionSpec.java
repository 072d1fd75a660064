package org.vigie.diffusion.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** A region in words: {@code box:col,row,slice,edge} or {@code above:b0>300,b2000>5,dirs>0}. */
public sealed interface RegionSpec {

    /** Empty if a b-value it names is not in the volume. */
    Optional<Region> in(DiffusionVolume volume);

    /** A cube about a voxel, zero-based; of an even edge the centre is the first voxel of the upper half. */
    record Box(int column, int row, int slice, int edge) implements RegionSpec {
        @Override
        public Optional<Region> in(DiffusionVolume volume) {
            Grid grid = volume.grid();
            IntStream.Builder voxels = IntStream.builder();
            for (int z = slice - edge / 2; z < slice - edge / 2 + edge; z++) {
                for (int y = row - edge / 2; y < row - edge / 2 + edge; y++) {
                    for (int x = column - edge / 2; x < column - edge / 2 + edge; x++) {
                        if (grid.contains(x, y, z)) {
                            voxels.add(grid.index(x, y, z));
                        }
                    }
                }
            }
            return Optional.of(new Region("box", voxels.build()));
        }
    }

    /** Voxels whose signals are all above their limits; {@code dirs} means every weighted shell, each direction of it. */
    record Above(List<Limit> limits) implements RegionSpec {
        public Above {
            limits = List.copyOf(limits);
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

    /** Empty if the text is neither form. */
    static Optional<RegionSpec> parse(String text) {
        Matcher box = Patterns.BOX.matcher(text);
        if (box.matches()) {
            return Optional.of(new Box(number(box, 1), number(box, 2), number(box, 3), number(box, 4)));
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

    /** The two forms. */
    final class Patterns {
        static final Pattern BOX = Pattern.compile("box:(\\d{1,6}),(\\d{1,6}),(\\d{1,6}),([1-9]\\d{0,3})");
        static final Pattern TERM = Pattern.compile("(?:b(\\d+(?:\\.\\d+)?)|dirs)\\s*>\\s*(-?\\d+(?:\\.\\d+)?)");

        private Patterns() {}
    }
}
