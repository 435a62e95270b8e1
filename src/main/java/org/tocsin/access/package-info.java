/**
 * Who is calling and what they may do: roles, their annotations, and the caller.
 *
 * <p>May use: {@code platform}.
 */
package org.tocsin.access;
