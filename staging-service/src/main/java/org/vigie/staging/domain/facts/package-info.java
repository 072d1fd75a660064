/** What a statement about a patient must be before it is recorded: pure rules, faults as values. */
@NullMarked
package org.vigie.staging.domain.facts;

import org.jspecify.annotations.NullMarked;
