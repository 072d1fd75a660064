/** REST intake of clinical facts and reading of timelines. */
@NullMarked
package org.vigie.staging.web;

import org.jspecify.annotations.NullMarked;
