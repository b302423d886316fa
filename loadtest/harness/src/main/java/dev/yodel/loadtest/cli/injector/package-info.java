/** This process as one of several load generators. */
@NullMarked
package dev.yodel.loadtest.cli.injector;

import org.jspecify.annotations.NullMarked;
