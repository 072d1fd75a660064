/** When a study is complete, and what is wrong with an instance: pure functions over records. */
@NullMarked
package org.vigie.ingest.domain;

import org.jspecify.annotations.NullMarked;
