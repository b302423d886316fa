/** A load above what a service can serve. */
@NullMarked
package dev.yodel.benchmarks.overload;

import org.jspecify.annotations.NullMarked;
