/** Inputs and assessments as JSON and as text for people. */
@NullMarked
package org.vigie.staging.forms;

import org.jspecify.annotations.NullMarked;
