/** The search for the highest rate that keeps what is expected. */
@NullMarked
package dev.yodel.loadtest.search;

import org.jspecify.annotations.NullMarked;
