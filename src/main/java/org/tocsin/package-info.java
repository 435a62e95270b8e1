/**
 * Start and stop: the main class, which brings up the database before the service and takes it down after.
 *
 * <p>May use: {@code platform}.
 */
package org.tocsin;
