// Package adx says whether the arithmetic of long numbers may use the instructions MULX, ADCX and ADOX of amd64.
package adx
