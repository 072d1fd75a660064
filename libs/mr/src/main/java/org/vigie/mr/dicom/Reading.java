package org.vigie.mr.dicom;

import org.vigie.mr.HeaderFault;

/** What looking for something in a header came to. */
sealed interface Reading<T> {
    record Found<T>(T value) implements Reading<T> {}

    record Absent<T>() implements Reading<T> {}

    record Refused<T>(HeaderFault fault) implements Reading<T> {}
}
