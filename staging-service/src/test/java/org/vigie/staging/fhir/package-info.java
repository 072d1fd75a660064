@NullMarked
package org.vigie.staging.fhir;

import org.jspecify.annotations.NullMarked;
