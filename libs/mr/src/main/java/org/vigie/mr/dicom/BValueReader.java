package org.vigie.mr.dicom;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.VR;
import org.vigie.mr.BValue;
import org.vigie.mr.BValue.Directionality;
import org.vigie.mr.BValue.Source;
import org.vigie.mr.HeaderFault;
import org.vigie.mr.Vector3;

/**
 * Finds the b-value of a frame. The public element wins; else the vendors' own, each by its private creator, since a
 * block number is only where the sender happened to have room.
 */
final class BValueReader {
    private static final String SIEMENS = "SIEMENS MR HEADER";
    private static final int SIEMENS_B = 0x0019000C;
    private static final int SIEMENS_DIRECTIONALITY = 0x0019000D;
    private static final int SIEMENS_GRADIENT = 0x0019000E;
    private static final String GE = "GEMS_PARM_01";
    private static final int GE_B = 0x00430039;
    private static final double GE_OFFSET = 1e9;
    private static final String PHILIPS = "Philips Imaging DD 001";
    private static final int PHILIPS_B = 0x20010003;
    private static final int PHILIPS_DIRECTION = 0x20010004;
    private static final String UIH = "Image Private Header";
    private static final int UIH_B = 0x00650009;
    private static final int UIH_NOMINAL_B = 0x0065000A;
    private static final int UIH_GRADIENT = 0x00650037;
    private static final String SIEMENS_SDI = "SIEMENS MR SDI 02";
    private static final int SIEMENS_SDI_NAME = 0x00210077;
    private static final Pattern SIEMENS_NAME = Pattern.compile("\\*?(?:ep|re|rs)_b(\\d+)(?:t|#\\d+)?");
    private static final double ZERO = 1;

    private static final List<Function<Elements, Reading<BValue>>> FORMS = List.of(
            BValueReader::publicElement,
            BValueReader::siemens,
            BValueReader::ge,
            BValueReader::philips,
            BValueReader::uih,
            BValueReader::csa);

    private BValueReader() {}

    /**
     * @param places where a b-value may stand, the most specific first
     * @param sequenceName of Siemens, the last resort
     */
    static Reading<BValue> read(List<Elements> places, Optional<String> sequenceName) {
        for (Function<Elements, Reading<BValue>> form : FORMS) {
            for (Elements place : places) {
                Reading<BValue> reading = form.apply(place);
                if (!(reading instanceof Reading.Absent)) {
                    return reading;
                }
            }
        }
        return places.stream()
                .flatMap(place -> place.privateText(SIEMENS_SDI, SIEMENS_SDI_NAME).stream())
                .findFirst()
                .or(() -> sequenceName)
                .map(SIEMENS_NAME::matcher)
                .filter(Matcher::matches)
                .map(m -> plausible(
                        Double.parseDouble(m.group(1)),
                        "(0018,0024)",
                        b -> BValue.of(b, Source.INFERRED_SEQUENCE_NAME, Directionality.UNKNOWN)))
                .orElseGet(Reading.Absent::new);
    }

    private static Reading<BValue> publicElement(Elements place) {
        if (!place.has(Tag.DiffusionBValue)) {
            return new Reading.Absent<>();
        }
        Optional<Vector3> gradient = place.firstItem(Tag.DiffusionGradientDirectionSequence)
                .or(() -> Optional.of(place))
                .flatMap(e -> e.numbers(Tag.DiffusionGradientOrientation, 3))
                .flatMap(BValueReader::unitVector);
        Optional<String> stated = place.text(Tag.DiffusionDirectionality);
        return plausible(
                place.number(Tag.DiffusionBValue),
                "(0018,9087)",
                b -> directed(b, Source.PUBLIC_0018_9087, stated, gradient));
    }

    private static Reading<BValue> siemens(Elements place) {
        if (!place.hasPrivate(SIEMENS, SIEMENS_B)) {
            return new Reading.Absent<>();
        }
        Optional<Vector3> gradient =
                place.privateNumbers(SIEMENS, SIEMENS_GRADIENT, VR.FD).flatMap(BValueReader::unitVector);
        Optional<String> stated = place.privateText(SIEMENS, SIEMENS_DIRECTIONALITY);
        return plausible(
                first(place.privateNumbers(SIEMENS, SIEMENS_B, VR.IS)),
                "(0019,xx0C)",
                b -> directed(b, Source.SIEMENS_0019_100C, stated, gradient));
    }

    private static Reading<BValue> ge(Elements place) {
        if (!place.hasPrivate(GE, GE_B)) {
            return new Reading.Absent<>();
        }
        OptionalDouble first = first(place.privateNumbers(GE, GE_B, VR.IS));
        // Some GE releases add 10^9 to mark a multi-b acquisition.
        OptionalDouble value = first.isPresent() && first.getAsDouble() >= GE_OFFSET
                ? OptionalDouble.of(first.getAsDouble() - GE_OFFSET)
                : first;
        return plausible(
                value, "(0043,xx39)", b -> directed(b, Source.GE_0043_1039, Optional.empty(), Optional.empty()));
    }

    private static Reading<BValue> philips(Elements place) {
        if (!place.hasPrivate(PHILIPS, PHILIPS_B)) {
            return new Reading.Absent<>();
        }
        Optional<String> stated =
                place.privateText(PHILIPS, PHILIPS_DIRECTION).map(d -> d.equals("I") ? "ISOTROPIC" : "DIRECTIONAL");
        return plausible(
                first(place.privateNumbers(PHILIPS, PHILIPS_B, VR.FL)),
                "(2001,xx03)",
                b -> directed(b, Source.PHILIPS_2001_1003, b < ZERO ? Optional.empty() : stated, Optional.empty()));
    }

    private static Reading<BValue> uih(Elements place) {
        OptionalDouble nominal = first(place.privateNumbers(UIH, UIH_NOMINAL_B, VR.FD));
        boolean effective = place.hasPrivate(UIH, UIH_B);
        if (!effective && !place.hasPrivate(UIH, UIH_NOMINAL_B)) {
            return new Reading.Absent<>();
        }
        boolean directional = place.privateNumbers(UIH, UIH_GRADIENT, VR.FD)
                .filter(g -> g.length == 3 && (g[0] != 0 || g[1] != 0 || g[2] != 0))
                .isPresent();
        Source source = effective ? Source.UIH_0065_1009 : Source.UIH_NOMINAL_0065_100A;
        OptionalDouble stated =
                nominal.isPresent() && BValue.isPlausible(nominal.getAsDouble()) ? nominal : OptionalDouble.empty();
        Directionality directionality = directional
                ? Directionality.DIRECTIONAL
                : stated.orElse(1) == 0 ? Directionality.NONE : Directionality.UNKNOWN;
        return plausible(
                effective ? first(place.privateNumbers(UIH, UIH_B, VR.FD)) : nominal,
                effective ? "(0065,xx09)" : "(0065,xx0A)",
                // The direction is stated in the scanner's own system, so it is not passed on.
                b -> new BValue(b, source, directionality, Optional.empty(), stated));
    }

    private static Reading<BValue> csa(Elements place) {
        Optional<CsaHeader> header =
                CsaHeader.of(place).filter(h -> h.text("B_value").isPresent());
        if (header.isEmpty()) {
            return new Reading.Absent<>();
        }
        CsaHeader csa = header.get();
        Optional<Vector3> gradient = csa.numbers("DiffusionGradientDirection").flatMap(BValueReader::unitVector);
        return plausible(
                csa.number("B_value"),
                "(0029,xx10)",
                b -> directed(b, Source.SIEMENS_CSA, csa.text("DiffusionDirectionality"), gradient));
    }

    private static BValue directed(double b, Source source, Optional<String> stated, Optional<Vector3> gradient) {
        Directionality directionality = switch (stated.orElse("")) {
            case "NONE" -> Directionality.NONE;
            case "ISOTROPIC" -> Directionality.ISOTROPIC;
            case "DIRECTIONAL", "BMATRIX" -> Directionality.DIRECTIONAL;
            default ->
                b < ZERO
                        ? Directionality.NONE
                        : gradient.isPresent() ? Directionality.DIRECTIONAL : Directionality.UNKNOWN;
        };
        boolean weighted = directionality == Directionality.DIRECTIONAL;
        return new BValue(b, source, directionality, weighted ? gradient : Optional.empty(), OptionalDouble.empty());
    }

    private static Reading<BValue> plausible(OptionalDouble value, String element, Function<Double, BValue> form) {
        return plausible(value.orElse(Double.NaN), element, form);
    }

    private static Reading<BValue> plausible(double value, String element, Function<Double, BValue> form) {
        return BValue.isPlausible(value)
                ? new Reading.Found<>(form.apply(value))
                : new Reading.Refused<>(new HeaderFault(HeaderFault.Code.INVALID_B_VALUE, element));
    }

    private static OptionalDouble first(Optional<double[]> numbers) {
        return numbers.map(n -> OptionalDouble.of(n[0])).orElse(OptionalDouble.empty());
    }

    private static Optional<Vector3> unitVector(double[] xyz) {
        return Optional.of(xyz)
                .filter(v -> v.length == 3)
                .map(v -> new Vector3(v[0], v[1], v[2]))
                .filter(v -> Math.abs(v.length() - 1) < 1e-2);
    }
}
