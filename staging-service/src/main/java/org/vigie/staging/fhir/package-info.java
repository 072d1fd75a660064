/** FHIR R4: transactions of what hospitals know about courses, doses, results and diagnoses. */
@NullMarked
package org.vigie.staging.fhir;

import org.jspecify.annotations.NullMarked;
