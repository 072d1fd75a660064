/** What is known of one patient, merged by id: order of arrival and repetition do not matter. */
@NullMarked
package org.vigie.staging.domain.timeline;

import org.jspecify.annotations.NullMarked;
