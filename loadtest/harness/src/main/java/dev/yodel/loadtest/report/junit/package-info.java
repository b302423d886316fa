/** The expectations of a run as test cases: {@code junit.xml}. */
@NullMarked
package dev.yodel.loadtest.report.junit;

import org.jspecify.annotations.NullMarked;
