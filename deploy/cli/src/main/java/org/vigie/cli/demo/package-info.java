/** A simulated PACS with a few patients, judged by what the services answer. */
@NullMarked
package org.vigie.cli.demo;

import org.jspecify.annotations.NullMarked;
