/** Request messages given on the command line or in files. */
@NullMarked
package dev.yodel.loadtest.plan.data;

import org.jspecify.annotations.NullMarked;
