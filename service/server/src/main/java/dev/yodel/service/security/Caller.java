package dev.yodel.service.security;

import java.util.Set;

/**
 * Who a token belongs to.
 *
 * @param name the name in the token file, or the subject of a JSON Web Token
 * @param scopes what the caller may do
 */
record Caller(String name, Set<String> scopes) {}
