"""Reads scans and photographs of score sheets, offline; OpenCV is loaded with the first one."""
