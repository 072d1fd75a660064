/** What completeness by content needs of MR frames, carried through events. */
@NullMarked
package org.vigie.ingest.mr;

import org.jspecify.annotations.NullMarked;
