/** Laboratory units: UCUM, spellings that hospitals use instead, and conversion into the unit of each analyte. */
@NullMarked
package org.vigie.staging.units;

import org.jspecify.annotations.NullMarked;
