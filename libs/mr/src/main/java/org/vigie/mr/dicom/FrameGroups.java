package org.vigie.mr.dicom;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dcm4che3.data.Tag;

/**
 * Where the facts of one frame stand: its own functional groups, those shared by all frames, the data set itself. An
 * image of one frame has the last only.
 *
 * @param places the most specific first
 */
record FrameGroups(List<Elements> places) {

    static FrameGroups classic(Elements root) {
        return new FrameGroups(List.of(root));
    }

    static FrameGroups enhanced(Elements root, Optional<Elements> shared, Elements perFrame) {
        return new FrameGroups(Stream.of(Optional.of(perFrame), shared, Optional.of(root))
                .flatMap(Optional::stream)
                .toList());
    }

    Elements root() {
        return places.getLast();
    }

    /** Everywhere a frame's element may stand: in its group, as a converted classic element, or at the top. */
    List<Elements> having(int groupSequence) {
        return places.stream()
                .flatMap(place -> Stream.of(
                                place.firstItem(groupSequence),
                                place.firstItem(Tag.UnassignedPerFrameConvertedAttributesSequence),
                                place.firstItem(Tag.UnassignedSharedConvertedAttributesSequence),
                                Optional.of(place))
                        .flatMap(Optional::stream))
                .toList();
    }

    /** The same, and the items in which vendors keep private elements of a frame. */
    List<Elements> havingOrVendors(int groupSequence) {
        return Stream.concat(having(groupSequence).stream(), places.stream().flatMap(FrameGroups::vendorItems))
                .toList();
    }

    private static Stream<Elements> vendorItems(Elements place) {
        return Stream.of(
                        place.firstPrivateItem("SIEMENS MR SDI 02", 0x002100FE),
                        place.firstPrivateItem("SIEMENS MR SDS 01", 0x002100FE),
                        place.firstPrivateItem("Philips MR Imaging DD 005", 0x2005000F))
                .flatMap(Optional::stream);
    }

    /** The first of those places that has a value of the element. */
    Optional<Elements> holder(int groupSequence, int tag) {
        return having(groupSequence).stream().filter(e -> e.has(tag)).findFirst();
    }
}
