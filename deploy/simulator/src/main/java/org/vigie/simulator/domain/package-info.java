/** Phantoms, patients and scanners as plain values; no DICOM. */
@NullMarked
package org.vigie.simulator.domain;

import org.jspecify.annotations.NullMarked;
