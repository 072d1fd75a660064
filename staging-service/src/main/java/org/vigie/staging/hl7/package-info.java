/** HL7 v2 over MLLP: results, orders, administrations and merges in; an acknowledgement only when they are durable. */
@NullMarked
package org.vigie.staging.hl7;

import org.jspecify.annotations.NullMarked;
