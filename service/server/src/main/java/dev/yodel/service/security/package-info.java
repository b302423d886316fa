/** Who may call: TLS, client certificates and tokens, and the files they come from. */
@NullMarked
package dev.yodel.service.security;

import org.jspecify.annotations.NullMarked;
