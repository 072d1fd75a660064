/** The bucket: what the store asks of S3, and how it is set up. */
@NullMarked
package org.vigie.store.s3;

import org.jspecify.annotations.NullMarked;
