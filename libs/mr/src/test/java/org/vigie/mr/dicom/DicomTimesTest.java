package org.vigie.mr.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DicomTimesTest {

    @Test
    void theFormsOfTheStandardAreRead() {
        assertThat(DicomTimes.date("20240229")).contains(LocalDate.of(2024, 2, 29));
        assertThat(DicomTimes.date("2024.02.29")).contains(LocalDate.of(2024, 2, 29));
        assertThat(DicomTimes.time("07")).contains(LocalTime.of(7, 0));
        assertThat(DicomTimes.time("0705")).contains(LocalTime.of(7, 5));
        assertThat(DicomTimes.time("070509.000001")).contains(LocalTime.of(7, 5, 9, 1000));
        assertThat(DicomTimes.time("235960")).contains(LocalTime.of(23, 59, 59));
        assertThat(DicomTimes.dateTime("20211006154143.000+0200")).contains(LocalDateTime.of(2021, 10, 6, 15, 41, 43));
        assertThat(DicomTimes.offset("-0330")).contains(ZoneOffset.ofHoursMinutes(-3, -30));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "***", "20230229", "20241301", "2024", "today"})
    void whatIsNoDateIsEmpty(String text) {
        assertThat(DicomTimes.date(text)).isEmpty();
        assertThat(DicomTimes.dateTime(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "25", "0761", "noon", "070509."})
    void whatIsNoTimeIsEmpty(String text) {
        assertThat(DicomTimes.time(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0100", "+1", "+2500"})
    void whatIsNoOffsetIsEmpty(String text) {
        assertThat(DicomTimes.offset(text)).isEmpty();
    }
}
