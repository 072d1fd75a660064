package org.vigie.mr;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** When the study began, on the scanner's clock; the offset from UTC is (0008,0201). Unreadable values are empty. */
public record StudyTime(Optional<LocalDate> date, Optional<LocalTime> time, Optional<ZoneOffset> offset) {}
