@echo off
rem Starts Plumbline without a network. Needs Python 3.11 or newer and nothing else.
py -3 "%~dp0start.py" %*
