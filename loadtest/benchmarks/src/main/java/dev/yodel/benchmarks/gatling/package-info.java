/**
 * The same loads through Gatling and the protocol under test.
 */
@NullMarked
package dev.yodel.benchmarks.gatling;

import org.jspecify.annotations.NullMarked;
