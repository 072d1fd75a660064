package org.vigie.diffusion.dicom;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Sequence;
import org.dcm4che3.data.Tag;
import org.vigie.mr.SliceGeometry;
import org.vigie.mr.Vector3;

/** The functional groups of one frame: its own, then those all frames share. */
record FrameItems(Attributes own, Attributes shared) {

    Optional<Attributes> item(int sequence) {
        return first(own, sequence).or(() -> first(shared, sequence));
    }

    double[] numbers(int sequence, int tag) {
        return item(sequence).map(a -> a.getDoubles(tag)).filter(n -> n != null).orElseGet(() -> new double[0]);
    }

    /** Empty where the frame does not say where it lies. @throws IllegalArgumentException if it says what cannot be */
    Optional<SliceGeometry> place(Attributes dataset, int rows, int columns) {
        double[] position = numbers(Tag.PlanePositionSequence, Tag.ImagePositionPatient);
        double[] direction = numbers(Tag.PlaneOrientationSequence, Tag.ImageOrientationPatient);
        double[] spacing = numbers(Tag.PixelMeasuresSequence, Tag.PixelSpacing);
        if (position.length != 3 || direction.length != 6 || spacing.length != 2) {
            return Optional.empty();
        }
        double[] thickness = numbers(Tag.PixelMeasuresSequence, Tag.SliceThickness);
        return Optional.of(new SliceGeometry(
                vector(position, 0),
                vector(direction, 0),
                vector(direction, 3),
                spacing[0],
                spacing[1],
                rows,
                columns,
                thickness.length == 1 && thickness[0] > 0 ? OptionalDouble.of(thickness[0]) : OptionalDouble.empty(),
                Optional.ofNullable(dataset.getString(Tag.FrameOfReferenceUID))));
    }

    /** Every image the frame was derived from. */
    List<SourceFrame> sources() {
        List<SourceFrame> sources = new ArrayList<>();
        for (Attributes place : List.of(own, shared)) {
            for (Attributes derivation : items(place, Tag.DerivationImageSequence)) {
                items(derivation, Tag.SourceImageSequence)
                        .forEach(s -> source(s).ifPresent(sources::add));
            }
        }
        return sources;
    }

    /** From a reference that names an instance and perhaps frames, counted from one. */
    static Optional<SourceFrame> source(Attributes reference) {
        Set<Integer> frames = new HashSet<>();
        int[] stated = reference.getInts(Tag.ReferencedFrameNumber);
        if (stated != null) {
            for (int frame : stated) {
                frames.add(frame - 1);
            }
        }
        return Optional.ofNullable(reference.getString(Tag.ReferencedSOPInstanceUID))
                .map(uid -> new SourceFrame(uid, frames));
    }

    static List<Attributes> items(Attributes from, int sequence) {
        Sequence items = from.getSequence(sequence);
        return items == null ? List.of() : List.copyOf(items);
    }

    static Optional<Attributes> first(Attributes from, int sequence) {
        return Optional.ofNullable(from.getNestedDataset(sequence));
    }

    private static Vector3 vector(double[] v, int from) {
        return new Vector3(v[from], v[from + 1], v[from + 2]);
    }
}
