/**
 * What tests of several packages are made of: the databases they run on, the service inside a test or in a process of its own, the
 * callers of its API, and stand-ins for the providers. Without a test of its own, and without knowledge of any.
 *
 * <p>May use: {@code platform} and {@code access}, and the service over HTTP.
 */
package org.tocsin.testing;
