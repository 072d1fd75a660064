package org.vigie.notify.domain;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.vigie.contract.ClinicalTime;

/** Figures as people read them; rounding here is for display alone. */
public final class Figures {
    private static final Pattern POINT = Pattern.compile("\\[[^\\]]*\\]|(?<![\\w.])(\\d+)\\.(\\d+)(?![\\w.])");
    private static final String MINUS = "\u2212";

    private static final Pattern SQUARE = Pattern.compile("\\b([um]m)2/s\\b");
    private static final Pattern LETTER_U = Pattern.compile("\\bu(m\u00b2/s|mol/L|g/m?L|kat/L)");

    private final Language language;
    private final ZoneId site;

    public Figures(Language language, ZoneId site) {
        this.language = language;
        this.site = site;
    }

    /** ADC in 10⁻³ mm²/s with two decimals. */
    public String adc(double mm2PerSec) {
        return decimal(BigDecimal.valueOf(mm2PerSec).movePointRight(3), 2);
    }

    /** Percent with sign and one decimal; zero carries no sign. */
    public String signedPercent(double percent) {
        BigDecimal rounded = BigDecimal.valueOf(percent).setScale(1, RoundingMode.HALF_EVEN);
        String text = decimal(rounded.abs(), 1);
        return rounded.signum() == 0 ? text : (rounded.signum() < 0 ? MINUS : "+") + text;
    }

    /** A limit without needless zeros: 13, 13.3. */
    public String limit(double value) {
        BigDecimal plain =
                BigDecimal.valueOf(value).setScale(1, RoundingMode.HALF_EVEN).stripTrailingZeros();
        return decimal(plain, Math.max(0, plain.scale()));
    }

    /** A share of one, with two decimals. */
    public String fraction(double share) {
        return decimal(BigDecimal.valueOf(share), 2);
    }

    /** Any quantity: whole where it has five digits or more before the point, else four significant digits. */
    public String quantity(double value) {
        BigDecimal exact = BigDecimal.valueOf(value);
        BigDecimal rounded = Math.abs(value) >= 10_000
                ? exact.setScale(0, RoundingMode.HALF_EVEN)
                : exact.round(new MathContext(4, RoundingMode.HALF_EVEN));
        BigDecimal plain = rounded.stripTrailingZeros();
        return decimal(plain, Math.max(0, plain.scale()));
    }

    /** Decimal mark between digits of a text; a list, a date or an identifier keeps its points. Units as people write them. */
    public String inText(String text) {
        String shown = unit(text);
        return language == Language.FR ? POINT.matcher(shown).replaceAll(Figures::comma) : shown;
    }

    /** Of a list in brackets nothing is changed: its commas part numbers. */
    private static String comma(MatchResult found) {
        return found.group(1) == null ? Matcher.quoteReplacement(found.group()) : found.group(1) + "," + found.group(2);
    }

    /** A unit of UCUM as people write it, alone or in a text: um2/s is µm²/s. */
    public String unit(String ucum) {
        return LETTER_U.matcher(SQUARE.matcher(ucum).replaceAll("$1\u00b2/s"))
                .replaceAll("\u00b5$1")
                .replaceAll("\\bcm3\\b", "cm\u00b3");
    }

    public String day(int day) {
        return (day < 0 ? MINUS : "") + Math.abs(day);
    }

    /** b-values in s/mm², joined as in 0/800. */
    public String bValues(List<Double> bSecPerMm2) {
        return bSecPerMm2.stream().map(this::limit).collect(Collectors.joining("/"));
    }

    public String date(LocalDate date) {
        return DateTimeFormatter.ofPattern("d MMMM uuuu", language.locale()).format(date);
    }

    public String date(ClinicalTime time) {
        return date(time.dateIn(site));
    }

    public String dateTime(Instant instant) {
        String pattern = language == Language.FR ? "d MMMM uuuu 'à' HH:mm" : "d MMMM uuuu, HH:mm";
        return DateTimeFormatter.ofPattern(pattern, language.locale()).format(instant.atZone(site));
    }

    private String decimal(BigDecimal value, int decimals) {
        return value.setScale(decimals, RoundingMode.HALF_EVEN)
                .toPlainString()
                .replace("-", MINUS)
                .replace('.', language.decimalMark());
    }
}
