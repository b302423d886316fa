/** The Greeting/Echo server: the program and its composition root. */
@NullMarked
package dev.yodel.service;

import org.jspecify.annotations.NullMarked;
